import type { Category } from '../types.ts'
import { indexWords, scanWords } from '../text/words.ts'

/** A kind of object or behaviour that can be at fault. Two of one kind in one breath are one hazard. */
export type Thing = Readonly<{ id: string; category: Category }>
export type ThingHit = Readonly<{ id: string; category: Category; start: number; end: number; word: string }>

// One line a thing. The words are what units and neighbours really type; the category is the border of the
// notice, which speaks of what is at fault and not of where it stands.
const things: readonly (readonly [id: string, category: Category, words: string])[] = [
  [
    'e-bike',
    'e-bike',
    '电动自行车 电瓶车 电动车 电单车 电驴 电摩 电动摩托 电动三轮 三轮电动 飞线 充电棚 充电桩 充电柜 车棚充电 锂电池 电池充电 电池上楼 电瓶 推车进楼',
  ],
  ['hydrant', 'facilities', '消火栓 消防栓 消防箱 水带 水枪 栓箱 栓口 消防水带 消防水枪 消防卷盘 消防软管'],
  ['sprinkler', 'facilities', '喷淋 喷头 末端试水 末端压力 自动喷水 水流指示器 湿式报警阀 报警阀 雨淋'],
  [
    'alarm',
    'facilities',
    '烟感 温感 探测器 报警系统 自动报警 火灾报警 报警主机 报警器 报警控制 手报 手动报警 声光报警 警铃 消防广播 消防电话 消防主机 联动控制 联动柜 主机故障',
  ],
  ['extinguisher', 'facilities', '灭火器 灭火器箱 干粉 灭火毯'],
  ['emergency-light', 'facilities', '应急照明 应急灯 照明灯'],
  [
    'exit-sign',
    'facilities',
    '疏散指示 指示灯 指示牌 指示标志 疏散标志 安全出口指示 安全出口灯 安全出口标志 安全出口牌 出口指示 出口标志灯',
  ],
  ['fire-door', 'facilities', '防火门 常闭门 闭门器 常闭式 防火窗 顺序器'],
  ['shutter', 'facilities', '防火卷帘 卷帘门 卷帘 挡烟垂壁 防火分隔'],
  ['smoke', 'facilities', '排烟 送风 风机 正压 防排烟 机械加压'],
  ['fire-lift', 'facilities', '消防电梯'],
  [
    'water',
    'facilities',
    '消防水池 消防水箱 屋顶水箱 高位水箱 水箱 水池 消防泵 水泵 喷淋泵 稳压 消防水压 水压 消防管网 消防管道 消防水 消防给水 水泵接合器',
  ],
  [
    'equipment',
    'facilities',
    '消防设施 消防设备 消防器材 消防系统 气体灭火 逃生绳 逃生面具 防毒面具 呼吸器 消防柜 器材',
  ],
  ['control-room', 'facilities', '消控室 消防控制室 监控室 控制室 消控中心'],
  [
    'shaft',
    'building',
    '电缆井 管道井 管井 竖井 强电井 弱电井 电井 水管井 电缆沟 桥架孔洞 孔洞 防火封堵 封堵',
  ],
  ['insulation', 'building', '外保温 外墙保温 保温层 保温材料 保温板 外墙脱落 外墙皮'],
  ['spacing', 'building', '防火间距 消防间距 间距 防火墙'],
  [
    'illegal-building',
    'building',
    '违建 违章建筑 违法建筑 违章搭建 违规搭建 违法搭建 私搭 乱搭 搭建 加建 加盖 搭了 搭棚 搭的棚 彩钢 阳光房 临建 棚子 违规搭 擅自改建 私自改建 夹层',
  ],
  [
    'flammable-lining',
    'building',
    '易燃软包 软包 易燃装修 可燃装修 易燃材料 可燃材料 装修材料 泡沫板 泡沫夹芯 夹芯板 吊顶 易燃可燃 易燃装饰 可燃装饰 绿植装饰 聚氨酯',
  ],
  [
    'window-bars',
    'building',
    '防盗网 防盗窗 防护网 防护栏 护栏窗 铁栅栏 铁护栏 不锈钢网 窗户 外窗 逃生窗 广告牌 灯箱 户外广告 破拆',
  ],
  [
    'lane',
    'fire-lane',
    '消防车通道 消防车道 登高操作场地 登高操作面 登高场地 登高面 救援场地 扑救面 限高杆 限高 消防车 救生通道 车道 地锁 石墩 隔离墩 石球 升降柱 违停 消防标线 消防通道线 生命通道',
  ],
  ['passage', 'fire-lane', '消防通道'],
  [
    'exit',
    'evacuation',
    '安全出口 疏散通道 疏散口 疏散楼梯 疏散门 疏散出口 疏散宽度 逃生通道 逃生门 逃生出口 逃生口 安全通道 前室 避难间 避难层 应急通道 应急出口 出口 后门 天台门 屋面门 楼顶门 顶楼门 通天门',
  ],
  [
    'stairs',
    'evacuation',
    '楼道 楼梯间 楼梯口 楼梯 走廊 走道 过道 门厅 大厅 连廊 电梯口 电梯厅 电梯间 公共区域 公共通道 架空层 单元门 通道 楼梯下',
  ],
  [
    'clutter',
    'evacuation',
    '杂物 堆物 纸箱 鞋柜 婴儿车 自行车 旧家具 家具 沙发 装修垃圾 建筑垃圾 垃圾 废品 纸壳 蜂窝煤 柴火 酸菜缸 货物 隔断门 铁门 加床 木板 床垫 柜子 花盆',
  ],
  [
    'electrical',
    'electrical',
    '电线 线路 电路 私拉 乱拉 乱接 私接 插座 插排 插线板 接线板 排插 配电箱 配电室 配电柜 配电间 配电房 电箱 电表箱 电表 电闸 闸刀 空开 空气开关 漏电 短路 穿管 变压器 用电 接线 大功率 取暖器 电热 小太阳 电炉 热得快 绝缘 电缆 变电 开关箱 裸露',
  ],
  [
    'gas',
    'gas-hazmat',
    '燃气 煤气 液化气 液化石油气 气罐 气瓶 钢瓶 天然气 瓶装气 煤气罐 煤气瓶 燃气管 燃气灶 氧气瓶 乙炔 气表 可燃气体 灶具 调压箱',
  ],
  [
    'hazmat',
    'gas-hazmat',
    '危化 危险化学 烟花 爆竹 鞭炮 汽油 柴油 油漆 酒精 稀料 稀释剂 香蕉水 油桶 甲醇 醇基 生物油 天那水 白酒 机油 易燃液体 易燃易爆 打火机',
  ],
  ['micro-station', 'management', '微型消防站 微型站 微站'],
  ['duty', 'management', '值班 无证 没证 没有证 持证 上岗证 证书 脱岗 离岗 在岗 单人 交接班 值守'],
  ['plan', 'management', '预案'],
  ['training', 'management', '培训 不会用 不会使用 不会操作 不懂'],
  ['drill', 'management', '演练 演习'],
  [
    'file',
    'management',
    '档案 巡查记录 检查记录 值班记录 记录本 记录表 记录 台账 防火巡查 巡查表 维保合同 维保记录 维保协议 检测报告 年检报告 空白 消防手续 消防验收手续',
  ],
  ['responsible-person', 'management', '责任人 管理人 责任制 安全员 管理制度 制度 承诺书 责任书 网格员'],
  [
    'three-in-one',
    'other',
    '三合一 多合一 二合一 住人 住宿 人员居住 违规居住 合用场所 有人住 人住在 住着人 住了人 群租 睡觉 留宿',
  ],
  ['duct', 'other', '油烟 烟道 烟罩 油污 油垢'],
  ['hot-work', 'other', '动火 电焊 焊接 气割 切割 明火 蜡烛 烧纸 烧香 焚烧 吸烟 抽烟 祭祀'],
  ['workshop', 'other', '作坊 加工点 加工厂 小加工'],
]
const index = indexWords(
  things.flatMap(([id, category, words]) =>
    words.split(' ').map((word) => [word, { id, category }] as const),
  ),
)

/** The things that the clause names, in their order. */
export function thingsIn(clause: string): readonly ThingHit[] {
  const hits = scanWords(clause, index).map(({ start, end, word, tag }) => ({ ...tag, start, end, word }))
  // 住了 is people living there unless something is 挡住了.
  const lived = /(?<![挡堵锁压盖罩圈卡围])住[了着]/u.exec(clause)
  if (!lived || hits.some((h) => h.id === 'three-in-one')) return hits
  const living = {
    id: 'three-in-one',
    category: 'other',
    start: lived.index,
    end: lived.index + 2,
    word: lived[0],
  } as const
  return [...hits, living].sort((x, y) => x.start - y.start)
}

const blocked = /挡|堵|圈|埋|占|遮|围|封|压|停|放|锁|堆|塞/u
const missingOrBroken =
  /没|无|缺|少|坏|损|过期|失效|不足|不亮|不响|不灵|故障|漏|破|失灵|不合格|不符|老旧|停用|关闭|启动不|不动|降不|没装|未装|未设|未配|丢|偷/u
const people = /值班|一个人|1个人|一人|1人|没人|无人|人员|证|睡|脱岗|离岗|空岗|关门|锁门|不在/u
const indoors =
  /楼道|楼梯|走廊|走道|过道|室内|楼内|店内|场内|车间|前室|包房|包间|KTV|网吧|病房|教室|宿舍|铁门|玻璃门|防盗门|砌墙|墙(?:体)?(?:封|堵|砌)|封死|隔断|[0-9一二三四五六七八九十]层|[0-9一二三四五六七八九十]楼(?![栋门前后下旁东西南北])|商场|超市|仓库内|地下室|货架/u
const evacuationBlocked =
  /堵|封|锁|占|挡|堆|停|放|不通|关闭|隔断|焊|砌|打不开|推不开|反锁|加床|狭窄|不足|少|没有第二/u

/**
 * The category of a clause and the thing that decided it. Borders of the notice: what is blocked counts before
 * what blocks it, except that electric bikes in a building are always e-bike. Undefined when nothing is named.
 */
export function judge(clause: string, hits: readonly ThingHit[] = thingsIn(clause)): ThingHit | undefined {
  const by = (...ids: readonly string[]): ThingHit | undefined => hits.find((h) => ids.includes(h.id))
  const of = (category: Category): ThingHit | undefined =>
    hits.find((h) => h.category === category && h.id !== 'control-room')
  if (hits.length === 0) return undefined

  const station = by('micro-station')
  if (station) return station
  const room = by('control-room')
  const management = of('management')
  if (room && people.test(clause)) return { ...room, id: 'duty', category: 'management' }
  if (management && by('training', 'plan', 'file', 'drill', 'responsible-person')) return management

  const facility = of('facilities')
  const line = by('electrical')
  // A wire drawn for charging is 飞线, whatever it is called.
  if (line && /充电(?!宝)/u.test(clause) && !facility && !by('e-bike'))
    return { ...line, id: 'e-bike', category: 'e-bike' }
  const bike = by('e-bike')
  const lane = by('lane')
  const bars = hits.find((h) => h.id === 'window-bars' && /防盗|栅栏|护栏|不锈钢/u.test(h.word))
  // "占用消防车道停放电动车": outside, so the lane is at fault.
  if (bike && lane && !indoors.test(clause)) return lane
  if (
    facility &&
    bike &&
    (/栓|喷|箱|器|报警/u.test(facility.word) ? blocked.test(clause) || missingOrBroken.test(clause) : false)
  )
    if (!/飞线|上楼/u.test(clause)) return facility
  if (bike) return bike
  const shaft = by('shaft')
  if (shaft && (shaft.word !== '封堵' || hits.length === 1)) return shaft

  if (bars) return bars
  const gas = of('gas-hazmat')
  if (facility && !gas) {
    // 消防泵房堆杂物, 灭火器箱… are facilities; a fire door that stands open into stairs too.
    const open = by('exit')
    if (!(open && open.start < facility.start && /锁|堵|封死/u.test(clause) && facility.id === 'fire-door'))
      return facility
  }
  if (gas) return gas
  if (management) return management
  const passage = by('passage')
  const exit = by('exit')
  if (lane) return lane
  if (exit && (exit.word !== '出口' || hits.length === 1) && evacuationBlocked.test(clause)) return exit
  if (passage) return indoors.test(clause) || by('stairs') ? { ...passage, category: 'evacuation' } : passage
  const other = of('other')
  const electrical = by('electrical')
  if (other && (other.id === 'three-in-one' || !electrical)) return other
  const building = of('building')
  if (building && !(electrical && building.id === 'window-bars')) return building
  if (electrical) return electrical
  if (room) return room
  return exit ?? by('stairs') ?? by('clutter') ?? hits[0]
}
