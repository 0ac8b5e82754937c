import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { conflictsWith, remarksOn } from '../../src/campaign-file/remarks.ts'
import { formatFaults, parseCampaignFile } from '../../src/campaign-file/parse.ts'
import { planFrom } from '../../src/campaign-file/plan.ts'
import type { CampaignFile } from '../../src/campaign-file/view.ts'
import { dayOf, timeOf, weekdayName } from '../../src/domain/time/calendar.ts'
import { periodsOf } from '../../src/domain/time/cadence.ts'
import { publishedDays } from '../../src/domain/time/published-days.ts'

// One campaign for each of the five notices. Every date here was read off the notice and a wall calendar, not off the
// program; 5月3日 2024, 12月31日 2022 and 1月15日 2023 are the days off that a plain calendar would miss.

const table = publishedDays()
const folder = new URL('../../prisma/campaigns/', import.meta.url)
const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'))

function load(start: string): CampaignFile {
  const name = names.find((one) => one.startsWith(start))
  if (name === undefined) throw new Error(`no campaign ${start}`)
  const result = parseCampaignFile(readFileSync(new URL(name, folder), 'utf8'))
  if (!result.ok) throw new Error(formatFaults(result.faults))
  return result.campaign
}
const [a, b, c, d, e] = ['000-', '001-', '002-', '003-', '004-'].map(load)
if (!a || !b || !c || !d || !e) throw new Error('five campaigns')
const all = [a, b, c, d, e]

const duty = (file: CampaignFile, key: string) => {
  const found = file.duties.find((one) => one.key === key)
  if (!found) throw new Error(`no duty ${key}`)
  return found
}
const dues = (file: CampaignFile, key: string) =>
  periodsOf(duty(file, key), table).map(
    ({ dueAt, shiftedFrom }) =>
      `${dayOf(dueAt)} ${weekdayName(dayOf(dueAt))} ${timeOf(dueAt)}${shiftedFrom ? ` 原${shiftedFrom}` : ''}`,
  )
const nameOf = (file: CampaignFile, key: string) => file.units.find((unit) => unit.key === key)?.name
const owing = (file: CampaignFile, key: string) => duty(file, key).units.map((unit) => nameOf(file, unit))
const to = (file: CampaignFile, key: string) => nameOf(file, duty(file, key).to)
const stages = (file: CampaignFile) =>
  file.stages.map(({ name, starts, ends }) => `${name} ${starts} ${ends}`)
const remarks = (file: CampaignFile) => remarksOn(file, table).join('\n')

describe('000: thirty days in the high-rise estates, by the half-month', () => {
  test('three stages, two of which share 20 January', () => {
    expect(a.campaign).toMatchObject({ starts: '2022-12-16', ends: '2023-01-31' })
    expect(stages(a)).toEqual([
      '动员部署 2022-12-16 2022-12-19',
      '排查整治 2022-12-20 2023-01-20',
      '督查验收 2023-01-20 2023-01-31',
    ])
  })

  test('contacts by 12-16 from streets, 宣传部, 公安局, 住房保障, 供电 and others', () => {
    expect(dues(a, 'contacts')).toEqual(['2022-12-16 周五 24:00'])
    expect(owing(a, 'contacts')).toEqual(
      expect.arrayContaining(['西河街道', '宣传部', '公安局', '住房保障综合服务中心', '供电分公司']),
    )
    expect(duty(a, 'contacts').deliverable).toBe('contacts')
  })

  test('by 12-19 everybody has met, set up a task force and said what will be done', () => {
    for (const key of ['meeting', 'task-force', 'measures']) {
      expect(dues(a, key)).toEqual(['2022-12-19 周一 24:00'])
      expect(owing(a, key)).toHaveLength(9)
    }
    expect(['meeting', 'task-force', 'measures'].map((key) => duty(a, key).deliverable)).toEqual([
      'photo',
      'contacts',
      'file',
    ])
  })

  test('half-monthly reports are progress and ledger, and come before the days off', () => {
    expect(dues(a, 'half-monthly')).toEqual([
      '2022-12-30 周五 18:00 原2022-12-31',
      '2023-01-13 周五 18:00 原2023-01-15',
      '2023-01-31 周二 18:00',
    ])
    expect(duty(a, 'half-monthly').parts).toEqual(['progress', 'ledger'])
    expect(periodsOf(duty(a, 'half-monthly'), table).map(({ label }) => label)).toEqual([
      '12月下半月',
      '2023年1月上半月',
      '2023年1月下半月',
    ])
  })

  test('政府督查室 writes its own circular every half-month, to 旗政府', () => {
    expect(owing(a, 'inspection')).toEqual(['政府督查室'])
    expect(to(a, 'inspection')).toBe('旗政府')
    expect(dues(a, 'inspection')).toEqual([
      '2023-01-03 周二 18:00 原2022-12-31',
      '2023-01-16 周一 18:00 原2023-01-15',
      '2023-01-31 周二 18:00',
    ])
  })

  test('the causes for which a unit is named are those of the notice', () => {
    expect(a.ladder.causes.map(({ name }) => name)).toEqual(['责任不落实', '排查不全面', '整改不彻底'])
    expect(a.ladder.steps.at(-1)?.step).toBe('circular')
  })

  test('the check finds the 30 days that are 47 and the contacts due on the day of issue', () => {
    expect(remarks(a)).toContain('文件写的是30天，起止日期算下来是47天')
    expect(remarks(a)).toContain('负责人和联系电话：12月16日（周五）当天发文、当天截止')
  })
})

describe('001: a draft for opinions, a pilot, three years', () => {
  test('opinions on the draft by Thursday 09-10 11:30, signed', () => {
    const [draft, ...others] = b.consultations
    expect(others).toEqual([])
    expect(draft).toMatchObject({ opensOn: '2020-09-08', due: '2020-09-10', time: '11:30', signOff: true })
    expect(draft?.units).toHaveLength(14)
  })

  test('stages with only an end, over three years', () => {
    expect(stages(b)).toEqual([
      '全面排查边查边改 2020-09-08 2020-09-30',
      '集中整治对症施策 2020-10-01 2022-11-30',
      '督查验收强化考核 2022-12-01 2022-12-31',
    ])
  })

  test('only 住建局 owes the plan of the survey, by 09-15', () => {
    expect(dues(b, 'survey-plan')).toEqual(['2020-09-15 周二 24:00'])
    expect(owing(b, 'survey-plan')).toEqual(['住建局'])
  })

  test('two streets pilot until 12-10 and report what they learnt to 区政府', () => {
    for (const key of ['pilot', 'pilot-summary']) {
      expect(dues(b, key)).toEqual(['2020-12-10 周四 24:00'])
      expect(owing(b, key)).toEqual(['中和街道', '东浏街道'])
      expect(duty(b, key).pilot).toBe(true)
    }
    expect(to(b, 'pilot-summary')).toBe('区政府')
    expect(b.settings.pilots).toEqual(['zhonghe', 'dongliu'])
  })

  test('the survey ends on 09-30 and what is left is done year by year', () => {
    expect(dues(b, 'survey')).toEqual(['2020-09-30 周三 24:00'])
    expect(dues(b, 'yearly')).toEqual([
      '2020-12-31 周四 18:00',
      '2021-12-31 周五 18:00',
      '2022-12-30 周五 18:00 原2022-12-31',
    ])
    expect(b.targets.map(({ name, goal, due }) => `${name} ${goal} ${due}`)).toEqual([
      '小区排查覆盖率 100 2020-09-30',
      '试点完成 1 2020-12-10',
      '重大隐患小区整改率 100 2022-12-31',
      '维保金退还机制落实 1 2022-12-31',
    ])
  })

  test('the four causes of the circular, the task force’s meetings and the bulletin', () => {
    expect(b.ladder.causes.map(({ name }) => name)).toEqual([
      '工作不落实',
      '措施不到位',
      '整改走过场',
      '隐患仍然突出且没有整改方案',
    ])
    // The quarterly days in the campaign, none of them on a day off that was not moved.
    expect(planFrom(b, (key) => key, table).meetings[0]?.dates).toEqual([
      '2020-09-21',
      '2020-12-21',
      '2021-03-22',
      '2021-06-21',
      '2021-09-22',
      '2021-12-20',
      '2022-03-21',
      '2022-06-20',
      '2022-09-20',
      '2022-12-20',
    ])
    expect(dues(b, 'bulletin')).toHaveLength(10)
  })
})

describe('002: a winter by tasks and nodes', () => {
  test('November to March spans New Year, without stages', () => {
    expect(c.campaign).toMatchObject({ starts: '2023-11-01', ends: '2024-03-31' })
    expect(c.stages).toEqual([])
  })

  test('seven tasks with 责任领导 and 责任科室, until the end of March', () => {
    const items = new Set(c.duties.flatMap(({ item }) => item ?? []))
    expect([...items].toSorted()).toEqual(['二.1', '二.2', '二.3', '二.4', '二.5', '二.6', '二.7'])
    expect(duty(c, 'life-lane')).toMatchObject({ leader: '覃某', section: '规环办', units: ['guihuan'] })
    expect(duty(c, 'e-bikes').assisting).toEqual(
      expect.arrayContaining(['yingji', 'zhifa', 'chengguan', 'taohua']),
    )
    for (const key of ['high-rise', 'factories', 'hazmat', 'fireworks', 'crowded', 'e-bikes', 'weak-areas'])
      expect(dues(c, key)).toEqual(['2024-03-31 周日 24:00'])
  })

  test('three nodes with tips for offices and for property companies before each, and who is on duty', () => {
    expect(c.nodes.map(({ name, starts, ends }) => `${name} ${starts} ${ends}`)).toEqual([
      '元旦 2023-12-30 2024-01-01',
      '春节 2024-02-09 2024-02-17',
      '全国两会 2024-03-04 2024-03-11',
    ])
    for (const { tips, starts, roster } of c.nodes) {
      const before = tips.filter(({ on }) => on < starts)
      expect(before.some(({ audience }) => audience.roles.includes('property'))).toBe(true)
      expect(before.some(({ audience }) => audience.unitKinds.includes('department'))).toBe(true)
      expect(roster?.units).toEqual(expect.arrayContaining(['yingji', 'guihuan', 'jingfa']))
    }
    expect(dues(c, 'node-checks')).toEqual([
      '2023-12-29 周五 18:00',
      '2024-02-09 周五 18:00',
      '2024-03-01 周五 18:00',
    ])
  })

  test('日周月排查 of the chemical plant, from the day after the notice, never on a holiday', () => {
    const daily = dues(c, 'check-daily')
    expect(daily[0]).toBe('2023-12-07 周四 17:00')
    expect(daily.filter((line) => /2024-01-01|2024-02-1[0-7]/.test(line))).toEqual([])
    expect(dues(c, 'check-monthly')).toEqual([
      '2023-12-29 周五 17:00 原2023-12-31',
      '2024-01-31 周三 17:00',
      '2024-02-29 周四 17:00',
      '2024-03-29 周五 17:00 原2024-03-31',
    ])
    expect(owing(c, 'check-weekly')).toEqual(['华兴化工'])
  })

  test('25 towers to be put right, 三查三清 and 敲门行动 by share, and the ladder up to 约谈', () => {
    expect(c.targets[0]).toMatchObject({ measure: 'count', goal: 25, due: '2024-03-31' })
    const acts = c.targets.filter(({ key }) => key === 'three-clear' || key === 'knock')
    expect(acts.map(({ name, goal, units }) => `${name} ${goal} ${units.length}`)).toEqual([
      '三查三清完成率 100 5',
      '敲门行动入户率 100 5',
    ])
    expect(c.ladder.steps.map(({ step }) => step)).toEqual([
      'remind',
      'urge',
      'escalate',
      'circular',
      'summons',
    ])
    expect(c.ladder.causes.map(({ name }) => name)).toEqual(['工作不落实', '进展缓慢'])
  })
})

describe('003: every Friday at 18:00', () => {
  test('end of April, first third of May, the rest to the end of June; a fourth stage is missed', () => {
    expect(d.campaign).toMatchObject({ starts: '2024-04-30', ends: '2024-06-30' })
    expect(stages(d)).toEqual([
      '动员部署 2024-04-30 2024-04-30',
      '自查摸底 2024-05-01 2024-05-10',
      '整改落实 2024-05-11 2024-06-30',
    ])
    expect(remarks(d)).toContain('文件写的是分4个阶段，这里列了3个')
  })

  test('nine weekly reports, the first moved out of 劳动节, the others on their Fridays', () => {
    expect(dues(d, 'weekly')).toEqual([
      '2024-05-06 周一 18:00 原2024-05-03',
      '2024-05-10 周五 18:00',
      '2024-05-17 周五 18:00',
      '2024-05-24 周五 18:00',
      '2024-05-31 周五 18:00',
      '2024-06-07 周五 18:00',
      '2024-06-14 周五 18:00',
      '2024-06-21 周五 18:00',
      '2024-06-28 周五 18:00',
    ])
  })

  test('weekly reports go to 县政府办公室, the summary to 县安办, theirs to 县政府', () => {
    expect(to(d, 'weekly')).toBe('县政府办公室')
    expect(to(d, 'summary')).toBe('县安委会办公室')
    expect(to(d, 'upward')).toBe('县政府')
    expect(owing(d, 'upward')).toEqual(['县安委会办公室'])
  })

  test('the summary is due on Tuesday 2 July, after the campaign has ended', () => {
    expect(dues(d, 'summary')).toEqual(['2024-07-02 周二 24:00'])
    expect(dues(d, 'upward')).toEqual(['2024-07-05 周五 18:00'])
    expect(owing(d, 'summary')).toHaveLength(9)
  })

  test('property companies and communities survey by 10 May, all is put right by 30 June', () => {
    expect(owing(d, 'survey')).toEqual(['鼓楼社区', '荣安物业', '美佳物业'])
    expect(dues(d, 'survey')).toEqual(['2024-05-10 周五 24:00'])
    expect(dues(d, 'rectified')).toEqual(['2024-06-30 周日 24:00'])
    expect(d.targets[0]).toMatchObject({ measure: 'percent', goal: 100, due: '2024-06-30' })
  })

  test('县安办 inspects and tells 县政府; launch by the end of April', () => {
    expect(dues(d, 'inspection')).toEqual(['2024-05-31 周五 18:00', '2024-06-28 周五 18:00 原2024-06-30'])
    for (const key of ['plan', 'leading-group', 'rally', 'contacts'])
      expect(dues(d, key)).toEqual(['2024-04-30 周二 24:00'])
  })
})

describe('004: three years, twenty-eight tasks', () => {
  test('four stages by month and year', () => {
    expect(stages(e)).toEqual([
      '动员部署 2020-06-01 2020-06-30',
      '排查整治 2020-07-01 2020-12-31',
      '集中攻坚 2021-01-01 2021-12-31',
      '巩固提升 2022-01-01 2022-12-31',
    ])
  })

  test('the plan for the network of sensors by the end of August 2020, from 消防救援大队', () => {
    expect(dues(e, 'iot-plan')).toEqual(['2020-08-31 周一 24:00'])
    expect(owing(e, 'iot-plan')).toContain('消防救援大队')
  })

  test('yearly reports and the final one', () => {
    expect(dues(e, 'yearly')).toEqual([
      '2020-12-31 周四 24:00',
      '2021-12-31 周五 24:00',
      '2022-12-30 周五 24:00 原2022-12-31',
    ])
    expect(dues(e, 'final')).toEqual(['2022-12-30 周五 24:00 原2022-12-31'])
    expect(to(e, 'yearly')).toBe('市防火委办')
  })

  test('T12: the matrix has the listed units of each task and the implicit townships, streets and zone', () => {
    const townships = ['yinjia', 'miaojie', 'yakou', 'jijuqu']
    expect(e.targets).toHaveLength(28)
    for (const { units } of e.targets) expect(units).toEqual(expect.arrayContaining(townships))
    // The units in brackets behind the tasks, counted in the notice: 16, 25, 12, 9, 20, 11, 4 and 14 by chapter.
    const listed = 16 + 25 + 12 + 9 + 20 + 11 + 4 + 14
    expect(e.targets.reduce((sum, { units }) => sum + units.length, 0)).toBe(listed + 28 * townships.length)
  })

  test('T11: there is no sixth item in the second chapter, and it stays so', () => {
    expect(e.targets.flatMap(({ item }) => (item?.startsWith('二') ? [item] : []))).toEqual([
      '二.1',
      '二.2',
      '二.3',
      '二.4',
      '二.5',
      '二.7',
    ])
    expect(remarks(e)).toContain('文件第（二）部分缺第6项')
  })

  test('targets of 100 % and milestones at the ends of the years', () => {
    const target = (key: string) => e.targets.find((one) => one.key === key)
    expect(target('t-2-2')).toMatchObject({ measure: 'percent', goal: 100, due: '2022-12-31' })
    expect(target('t-7-1')).toMatchObject({ measure: 'yes', due: '2022-12-31' })
    expect(target('t-1-1')).toMatchObject({ due: '2020-12-31' })
    expect(dues(e, 'lanes')).toEqual(['2020-12-31 周四 24:00'])
    expect(e.ladder.steps.at(-1)).toMatchObject({ step: 'listing' })
  })

  test('the shopping centre is assessed by the quarter and drills by the half-year', () => {
    expect(dues(e, 'mall-check')).toHaveLength(11)
    expect(dues(e, 'mall-check').slice(0, 3)).toEqual([
      '2020-06-30 周二 18:00',
      '2020-09-30 周三 18:00',
      '2020-12-31 周四 18:00',
    ])
    expect(dues(e, 'mall-drill')).toHaveLength(6)
    expect(owing(e, 'mall-drill')).toEqual(['新天地商业综合体'])
  })

  test('three departments pilot by the end of 2020; heads of departments train every year', () => {
    expect(owing(e, 'pilot')).toEqual(['教体局', '民政局', '卫健委'])
    expect(dues(e, 'pilot')).toEqual(['2020-12-31 周四 24:00'])
    expect(dues(e, 'class')).toHaveLength(3)
  })
})

describe('the five together', () => {
  test('five files, each of one notice', () => {
    expect(names.map((name) => name.slice(0, 4)).toSorted()).toEqual(['000-', '001-', '002-', '003-', '004-'])
  })

  test('can stand in one installation', () => {
    for (const file of all)
      expect(
        conflictsWith(
          file,
          all.filter((other) => other !== file),
        ),
      ).toEqual([])
  })

  test('their people are invented: phone numbers of the agreed ranges, none twice', () => {
    const phones = all.flatMap(({ people }) => people.flatMap(({ phone }) => phone ?? []))
    for (const phone of phones) expect(phone).toMatch(/^13[89]0000\d{4}$/)
    expect(new Set(phones).size).toBe(phones.length)
  })
})
