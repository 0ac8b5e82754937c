/**
 * The hazards of the six weeks before the demo begins, all invented. One line each, oldest first:
 *   found | by | community (or the name of an unlisted one) | place | what is wrong | category | due day or on-spot
 * and below it, behind `>`, what happened to it. Nothing is found on a Friday after ten, so that every hazard falls
 * into the report of its week whenever that was sent.
 */
export const hazardHistory = `
10-13 09:30 | zhao-xin | xingfu-li | 3号楼1单元 | 楼道堆放旧家具 | evacuation
> 10-14 16:10 zhou-kai rectifies
> 10-15 10:20 pan-yu passes
10-13 15:20 | deng-chao | yangguang-huayuan | 东门 | 消防车道停了三辆私家车 | fire-lane | on-spot
10-14 10:05 | jiang-tao | feicui-wan | 地下车库B区 | 电动车飞线充电 | e-bike
> 10-15 17:00 yao-fang rectifies
> 10-16 09:40 chen-gang passes
10-15 09:15 | lin-na | mianfang | 2号楼 | 楼道堆放蜂窝煤和木板 | evacuation
> 10-17 11:00 shen-yi rectifies
> 10-19 10:00 chen-gang passes
10-19 14:30 | zhao-xin | jinxiu-cheng | 1栋北侧 | 消防车道被私家车长期占用 | fire-lane | 10-30
> 10-29 16:40 wu-di rectifies
> 11-02 10:30 pan-yu fails 又停了两辆
> 11-04 15:00 wu-di rectifies
> 11-05 09:50 pan-yu passes
10-20 09:10 | wang-laigen | yujing-yuan | 5号楼 | 消火栓箱没有水带 | facilities
> 10-27 11:30 yao-fang rectifies
> 10-28 15:10 song-jia passes
10-20 10:40 | xu-jing | binhe-xincun | 南门 | 消防通道停了四辆车 | fire-lane
> 10-21 17:20 xu-jing rectifies
> 10-22 10:10 pan-yu passes
10-20 16:00 | gao-feng | qingshi-xinyuan | 1号楼 | 消火栓箱没有水枪 | facilities
> 10-29 10:00 li-xiang rectifies
> 10-30 09:00 gao-feng passes
10-21 09:50 | hu-bo | dongfang | 2号楼 | 消火栓箱里塞满拖把 | facilities
> 10-23 15:30 wu-di rectifies
> 10-26 10:40 hu-bo passes
10-21 15:10 | shen-yi | xuefu | 4号楼大厅 | 电动车停在楼梯口充电 | e-bike
> 10-22 18:10 zhou-kai rectifies
> 10-23 09:30 lin-na passes
10-22 09:00 | liu-min | yangguang-huayuan | 6号楼2单元 | 楼道停放三辆电动车充电 | e-bike
> 10-23 16:00 li-xiang rectifies
> 10-26 15:20 chen-gang passes
10-22 11:20 | dong-hao | beiyuan | 1号楼 | 电表箱线路老化裸露 | electrical
> 11-03 16:30 lin-na rectifies
> 11-04 10:20 chen-gang passes
10-26 10:10 | ma-li | 马溪农贸市场安置楼 | 一楼 | 疏散通道堆满纸箱 | evacuation
> 10-27 17:00 ma-li rectifies
> 10-28 09:40 pan-yu passes
10-26 15:40 | zhao-xin | yangguang-huayuan-2 | 消控室 | 值班记录三天没有填 | management
> 10-30 14:00 li-xiang rectifies
> 11-02 11:10 song-jia passes
10-27 09:20 | jiang-tao | feicui-wan | 8号楼 | 楼道堆放装修材料 | evacuation
> 10-28 16:50 yao-fang rectifies
> 10-29 10:30 hu-bo passes
10-27 10:30 | luo-bin | 双柳粮站家属楼 | 二单元 | 电线私拉乱接 | electrical
> 11-05 15:20 luo-bin rectifies
> 11-09 10:00 pan-yu passes
10-27 16:20 | wang-laigen | yangguang-jiayuan | 南门 | 消防车道停了五辆车 | fire-lane
> 10-29 15:00 li-xiang rectifies
> 10-30 09:20 xu-jing passes
10-28 09:30 | lin-na | jinse-jiayuan | 3号楼 | 防盗窗封死没有逃生口 | building
> 11-18 16:00 wu-di rectifies
> 11-19 10:50 chen-gang passes
10-28 14:50 | feng-xue | xingfu-li | 底商小饭馆 | 后厨存放三个液化气瓶 | gas-hazmat
> 10-30 15:10 zhou-kai rectifies
> 11-02 15:40 chen-gang passes
10-29 09:40 | shen-yi | beiyuan | 小区门口 | 消防通道停了两辆货车 | fire-lane | on-spot
> 10-30 10:10 pan-yu passes
11-02 09:20 | zhao-xin | jinxiu-cheng | 3栋 | 消火栓箱门打不开 | facilities
> 11-10 15:10 wu-di rectifies
> 11-11 11:00 pan-yu passes
11-02 15:00 | cao-ning | dongfang | 沿街商铺二楼 | 防盗窗封死没有逃生口 | building
> 11-04 09:30 wu-di acknowledges
11-03 10:15 | wang-laigen | binhe-xincun | 2号楼 | 楼梯间堆放旧沙发 | evacuation
> 11-04 17:30 xu-jing rectifies
> 11-05 15:00 song-jia passes
11-03 16:30 | gao-feng | qingshi-xinyuan | 地下室 | 电动车飞线充电 | e-bike
> 11-05 11:20 li-xiang rectifies
> 11-06 09:10 gao-feng passes
11-04 09:05 | hu-bo | feicui-wan | 北门 | 消防车道被装修货车堵住 | fire-lane | on-spot
11-04 14:20 | shen-yi | xuefu | 2号楼 | 消火栓没有水压 | facilities
> 11-12 16:20 zhou-kai rectifies
> 11-13 09:40 lin-na passes
11-05 10:00 | pan-yu | yujing-yuan | 消控室 | 值班人员没有证 | management
> 11-11 15:50 yao-fang rectifies
> 11-12 10:30 chen-gang passes
11-05 15:30 | lin-na | mianfang | 5号楼 | 电表箱线路老化 | electrical
11-09 09:25 | zhao-xin | yangguang-huayuan | 2号楼3单元 | 楼道堆放鞋柜和纸箱 | evacuation
> 11-11 17:10 li-xiang rectifies
> 11-12 15:40 pan-yu passes
11-09 16:10 | luo-bin | 双柳老供销社楼 | 一楼 | 楼梯口堆放木料 | evacuation
> 11-11 10:00 luo-bin rectifies
> 11-13 15:00 chen-gang passes
11-10 09:30 | liu-min | jinxiu-cheng | 5栋 | 消火栓无水 | facilities
> 11-12 09:20 wu-di acknowledges
11-10 11:00 | jiang-tao | feicui-wan | 3号楼 | 电井线路裸露 | electrical
> 11-17 14:30 yao-fang rectifies
> 11-18 11:10 hu-bo passes
11-10 15:20 | song-jia | jinse-jiayuan | 地下车库 | 电动车停进车库飞线充电 | e-bike
> 11-12 16:40 wu-di rectifies
> 11-13 10:00 lin-na fails 又停了两辆
> 11-16 15:30 wu-di rectifies
> 11-17 09:50 lin-na passes
11-11 10:40 | chen-gang | binhe-xincun | 1号楼 | 楼顶疏散通道堆放杂物 | evacuation
> 11-12 17:00 xu-jing rectifies
> 11-13 11:20 pan-yu passes
11-12 09:10 | deng-chao | xingfu-li | 西门 | 消防车道停了两辆面包车 | fire-lane | on-spot
11-16 10:20 | zhao-xin | xingfu-li | 消控室 | 夜里只有一个人值班 | management
11-17 09:45 | ma-li | 马溪东街廉租楼 | 3号楼 | 消火栓箱上锁 | facilities
> 11-18 10:10 ma-li acknowledges
11-17 15:00 | wang-laigen | yujing-yuan | 7号楼 | 消火栓箱水带破损 | facilities
> 11-24 15:00 yao-fang rectifies
11-18 09:30 | shen-yi | mianfang | 1号楼 | 楼道堆放废纸箱 | evacuation
> 11-19 16:10 shen-yi rectifies
> 11-20 09:20 song-jia passes
11-18 14:40 | hu-bo | dongfang | 6号楼 | 楼道停放电动车充电 | e-bike
> 11-20 15:20 wu-di rectifies
> 11-23 10:10 hu-bo passes
11-19 09:15 | gao-feng | qingshi-xinyuan | 东侧 | 消防登高场地停满私家车 | fire-lane
> 11-21 10:30 li-xiang rectifies
> 11-23 15:10 gao-feng passes
11-23 09:40 | lin-na | xuefu | 1号楼 | 管道井旁堆放纸箱 | evacuation
> 11-24 09:10 zhou-kai acknowledges
11-23 15:10 | zhao-xin | yangguang-huayuan | 6号楼1单元 | 楼道堆满纸箱 | evacuation
11-24 09:50 | dong-hao | beiyuan | 2号楼车棚 | 电动车飞线充电 | e-bike
11-24 15:30 | pan-yu | yangguang-jiayuan | 3号楼 | 消火栓箱被广告牌挡住 | facilities
`

/** Weekly reports that did not come in on their Friday before six: the day they were due, the unit, when they came. */
export const lateReports: readonly (readonly [due: string, unit: string, sent: string | null])[] = [
  ['10-16', 'gongdian', '10-19 09:05'],
  ['10-23', 'qingshi', '10-23 19:12'],
  ['10-30', 'maxi', '11-02 09:10'],
  ['10-30', 'jiaojing', null],
  ['11-06', 'hexi', '11-06 18:20'],
  ['11-13', 'shuangliu', '11-14 10:30'],
  ['11-20', 'zhifa', '11-20 18:41'],
  ['11-20', 'zhujian', '11-23 08:50'],
  ['11-20', 'jiaojing', null],
]
