const single =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛冉翁蓝骆路游靳辛管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝封谈匡鞠惠荆乐冀胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿母裘亓'
const double =
  /^(?:欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|司徒|夏侯|端木|百里|呼延|东郭|南宫|闻人|太史|申屠|公羊|澹台|轩辕|钟离)/u

/** Words that begin like a name and are none. */
const words =
  /^(?:知道|明白|安排|方便|高度|马上|任何|安全|全部|全体|成员|单位|常态|原来|国庆|平时|应当|应急|金额|计划|相关|明天|明日|和谐|都有|都是|来了|方案|方式|成立|成效|管理|解决|平安|石油|海关|司机|师傅|向上|经理|查看|查了|支队|连夜|满意|温馨|严格|包括|关于|关键|巴士|党委|党员|农业|全县|单元|单独|边查|华丽|商户|商场|高层|楼长|项目|金牌|文明|白天|万一|封堵|游客|路口|车辆|车道|花园|景区|门口|门卫|区域|国家|相应|初步|包干|全员|谈话)/u

/**
 * Whether the characters can be somebody's name: a known family name with one or two more (某 may stand for them), or a
 * minority name with its dot. `sure` is for where something else, such as a phone number, already tells that it is one.
 */
export function isPersonName(text: string, sure = false): boolean {
  if (!/^[\u4e00-\u9fff·]{2,12}$/u.test(text) || words.test(text)) return false
  if (sure) return !/[的了吗呢吧是在有我你他们]/u.test(text)
  if (/^[\u4e00-\u9fff]+·[\u4e00-\u9fff]+$/u.test(text)) return true
  if (/[的了吗呢吧啊已没不我你他们]/u.test(text)) return false
  if (double.test(text)) return text.length === 3 || text.length === 4
  return single.includes(text.charAt(0)) && (text.length === 2 || text.length === 3)
}
