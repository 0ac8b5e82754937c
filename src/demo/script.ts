import type { GroupKey } from './town.ts'
import type { Scene } from './photos/scenes.ts'

/** Something that somebody says or presses on the days before the demo begins; `who` is the key of the campaign file. */
export type Line = Readonly<{
  /** Month, day and Shanghai time. */
  at: string
  who: string
  /** A group, or one-to-one with the bot: on WeCom with the app. */
  where: GroupKey | 'direct'
}> &
  (
    | Readonly<{ text: string; photo?: Readonly<{ scene: Scene; fixed: boolean }>; toPeople?: true }>
    /** A button of the newest card that speaks of `about`. */
    | Readonly<{ press: string; about: string }>
  )

/** When the talk begins, and the moment at which whoever opens the page comes in. */
export const curtain = { rises: '11-25 08:50', opens: '11-26 15:20' }

/** The talk of the last two days. `toPeople`: said to the others, without the bot. */
export const script: readonly Line[] = [
  {
    at: '11-25 09:12',
    who: 'zhao-xin',
    where: 'town',
    text: '锦绣城2栋东侧消防车道被私家车占了',
    photo: { scene: 'lane', fixed: false },
  },
  { at: '11-25 09:16', who: 'liu-min', where: 'town', text: '请锦绣物业抓紧联系车主挪车。', toPeople: true },
  { at: '11-25 09:18', who: 'wu-di', where: 'direct', press: '已安排', about: '46号' },
  { at: '11-25 09:40', who: 'zhang-lei', where: 'direct', text: '谁没报' },
  { at: '11-25 09:41', who: 'zhang-lei', where: 'direct', press: '再催一次', about: '第6期' },
  {
    at: '11-25 10:05',
    who: 'jiang-tao',
    where: 'hexi',
    text: '翡翠湾地下车库有人飞线充电，当场拔掉了',
    photo: { scene: 'garage', fixed: true },
  },
  { at: '11-25 10:12', who: 'hu-bo', where: 'hexi', text: '辛苦，下午再去看一遍。', toPeople: true },
  {
    at: '11-25 11:20',
    who: 'wu-di',
    where: 'direct',
    text: '46号已改',
    photo: { scene: 'lane', fixed: true },
  },
  { at: '11-25 14:10', who: 'song-jia', where: 'direct', press: '合格', about: '46号' },
  { at: '11-25 14:30', who: 'li-xiang', where: 'direct', text: '43号已改' },
  {
    at: '11-25 14:32',
    who: 'li-xiang',
    where: 'direct',
    text: '',
    photo: { scene: 'corridor', fixed: true },
  },
  { at: '11-25 15:40', who: 'pan-yu', where: 'direct', press: '不合格', about: '43号' },
  { at: '11-25 15:41', who: 'pan-yu', where: 'direct', press: '又堆上了', about: '43号' },
  { at: '11-25 16:20', who: 'wang-jianguo', where: 'direct', text: '城关镇怎么样' },
  { at: '11-25 16:22', who: 'wang-jianguo', where: 'direct', text: '逾期的有哪些' },
  { at: '11-25 17:05', who: 'xu-jing', where: 'county', text: '御景园还有几处' },
  {
    at: '11-26 10:40',
    who: 'liu-min',
    where: 'direct',
    text: '周报：检查小区6个，发现隐患2处，整改1处，出动25人',
  },
  { at: '11-26 10:55', who: 'gao-feng', where: 'direct', text: '零报告' },
  {
    at: '11-26 11:10',
    who: 'zhou-kai',
    where: 'property',
    text: '幸福里消控室夜班的人这两天在面试，月底前到岗。',
    toPeople: true,
  },
  {
    at: '11-26 11:14',
    who: 'zhang-lei',
    where: 'property',
    text: '好的，到岗后把值班表拍给我。',
    toPeople: true,
  },
  {
    at: '11-26 14:05',
    who: 'li-xiang',
    where: 'direct',
    text: '43号已改',
    photo: { scene: 'corridor', fixed: true },
  },
  { at: '11-26 14:20', who: 'hu-bo', where: 'hexi', text: '东方花园还有几处' },
  { at: '11-26 14:50', who: 'wang-jianguo', where: 'direct', text: '全县进度' },
  { at: '11-26 15:05', who: 'zhang-lei', where: 'county', text: '谁没报' },
  {
    at: '11-26 15:12',
    who: 'shen-yi',
    where: 'county',
    text: '1、学府名苑3号楼消火栓箱没有水带 2、北苑小区门口消防通道停了四辆车',
  },
]
