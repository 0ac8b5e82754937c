// The fields of the forms that offices hand out. Only these become "field：value"; other brackets are ornaments.
const field =
  '隐患登记|隐患上报|隐患|问题|存在问题|隐患描述|问题描述|隐患情况|小区|小区名称|单位|单位名称|场所|地点|位置|部位|具体位置|点位|地址|楼栋|责任单位|整改单位|责任人|责任|期限|整改期限|整改时限|时限|完成时限|限期|类别|类型|等级|级别|编号|隐患编号|结果|结论|状态|复查结果|整改情况|整改结果|整改反馈|反馈|延期申请|延期|延至|延期至|原因|理由|移交|转办|挂牌申请|挂牌|检查|排查|检查数|发现|隐患数|整改|已整改|整改数|未整改|剩余|通知书|处罚|罚款|出动|人数|人员|车辆|培训|演练|周报|日报|月报|半月报|旬报|零报告|周期|时间|日期|备注|意见|意见反馈|反馈意见|建议|查询|导出|复查|当场整改|现场整改|整改措施|处理|处置'
const before = new RegExp(`[【\\[〔](${field})[】\\]〕][ ：:]*`, 'gu')
const after = new RegExp(`(${field})[ ：:]*[【\\[〔]([^】\\]〕\\n]{1,40})[】\\]〕]`, 'gu')
const titles =
  /^(?:隐患登记|隐患上报|整改反馈|延期申请|移交|转办|挂牌申请|挂牌|周报|日报|月报|半月报|旬报|零报告|查询|导出|意见反馈|反馈|复查)$/u

// [督导二组] signs what follows; 隐患[9] and 查（42）个 put their figures in brackets.
const signature = /^[【\[（(〔][\u4e00-\u9fff\d]{1,8}(?:组|科|股|办|室|队|班|处|专员|员)[】\]）)〕][ ：:]*/u
const figure = /(?<=[\u4e00-\u9fff])[（(\[【〔] ?(\d{1,5})(?:[处个家条项份人起])? ?[】\]）)〕](?![ ]*[、.])/gu
const unwrap = (text: string): string =>
  /[【[（(〔]/u.test(text) ? text.replace(signature, '').replace(figure, '$1') : text

/** Writes the fields of a bracketed form, 【位置】5栋 or 编号【12】, as "位置：5栋，". */
export function openForm(raw: string): string {
  const text = unwrap(raw)
  if (!/[【[〔]/u.test(text)) return text
  return text
    .replace(after, (_, name: string, value: string) => `${name}：${value}，`)
    .replace(before, (_, name: string, at: number) => {
      const comma = at === 0 || text[at - 1] === '\n' ? '' : '，'
      if (titles.test(name)) return `${comma}${name}：`
      // 【检查】15: a number follows its key at once.
      return `${comma}${name}${/^[ ：:]*\d/u.test(text.slice(at + name.length + 2)) ? '' : '：'}`
    })
    .replace(/，(?=，)/gu, '')
}
