// People type trade words by the first letters of their sounds, and a syllable where the keyboard failed them.
const initials: Readonly<Record<string, string>> = {
  xfs: '消防栓', xhs: '消火栓', mhq: '灭火器', xft: '消防通', xfc: '消防车', xftd: '消防通道', xfcd: '消防车道',
  xfctd: '消防车通道', aqck: '安全出口', sstd: '疏散通道', ddc: '电动车', dpc: '电瓶车', ddzxc: '电动自行车', yjd: '应急灯',
  yjzm: '应急照明', fhm: '防火门', fhjl: '防火卷帘', jlm: '卷帘门', plt: '喷淋头', xks: '消控室', wxz: '微型站', wxxfz: '微型消防站',
  pdx: '配电箱', pds: '配电室', cdz: '充电桩', cdq: '充电器', ltj: '楼梯间', dxs: '地下室', zwd: '杂物堆', yhq: '液化气',
  mqg: '煤气罐', mqp: '煤气瓶', fdw: '防盗网', fdc: '防盗窗', dlj: '电缆井', gdj: '管道井', wbw: '外保温', yhd: '隐患点', lbg: '零报告',
  yh: '隐患', zg: '整改', xj: '巡检', xc: '巡查', fc: '复查',
} // prettier-ignore
const syllables: Readonly<Record<string, string>> = {
  gao: '搞', tiao: '条', chu: '处', hao: '好', gai: '改', mei: '没', lou: '楼', dong: '栋', cha: '查', bao: '报', huan: '换', xiu: '修',
  qing: '清', ban: '搬', chai: '拆', du: '堵', dui: '堆', suo: '锁', huai: '坏', dian: '电', shui: '水', wan: '完', ge: '个', jia: '家',
} // prettier-ignore

/** Writes 2幢xfs没水 as 2幢消防栓没水 and gao定 as 搞定. Letters that stand alone or in longer words stay. */
export const spellOut = (text: string): string =>
  /[a-z]{2}/u.test(text)
    ? text
        .replace(/(?<![a-zA-Z\d-])[a-z]{2,6}(?![a-zA-Z-])/gu, (letters, at: number, all: string) =>
          /[\u4e00-\u9fff\d]/u.test((all[at - 1] ?? '') + (all[at + letters.length] ?? '')) ||
          /^ ?[\u4e00-\u9fff\d]/u.test(all.slice(at + letters.length, at + letters.length + 2))
            ? Object.hasOwn(initials, letters)
              ? (initials[letters] ?? letters)
              : letters
            : letters,
        )
        .replace(
          /(?<=[\u4e00-\u9fff\d])[a-z]{2,5}(?![a-zA-Z])|(?<![a-zA-Z\d-])[a-z]{2,5}(?=[\u4e00-\u9fff])/gu,
          (said) => (Object.hasOwn(syllables, said) ? (syllables[said] ?? said) : said),
        )
    : text
