import { defineMessages } from '@linli/ui'

/** Rules and how things are done: a title and a few sentences each, read standing in a stairwell. */
export const howTo = defineMessages(
  {
    seen: '看到就报',
    seenText: '不稳定苗头、安全隐患、环境卫生差、新来人员、公共设施损坏：看到就点“报事”，上面各有一个按钮。',
    first: '先去帮',
    firstText: '突发急事、事故、邻里吵架、警情：先去、先帮。点“急事，我先去”，在路上、到了、帮上了各记一下时间。',
    ask: '只问要用的',
    askText:
      '只问登记簿里为走访登记过用途的几样。不问信仰、民族、政见和上访；不写对人的评价。“说不清”“不愿说”都是回答，不用追问。',
    held: '不重复问',
    heldText: '登记簿里有的不再问。情况没变，点“都没变”就行。',
    photo: '照片',
    photoText: '只有那一项要照片时才拍，拍东西，不拍人脸和门里。照片里的位置信息会去掉。',
    refuse: '可以拒绝',
    refuseText: '标着“不在准入清单”的任务可以一键拒绝，不影响您。',
    self: '记您什么',
    selfText:
      '不排名，不数在线时间，不数上门次数。巡查轨迹只有县里开启、巡查进行中、屏幕亮着时才记，您看得到；原始点保留 30 天。没记到的时段写“没有记录”，不算缺勤。',
    child: '孩子和人命',
    childText: '孩子受到伤害、有人有生命危险：马上打 110 或 120，再报事；这类事排在所有事前面。',
    offline: '没有网络',
    offlineText: '照常用。写的每个字都存在手机里；点了“保存”就排进“待上传”，有网络自动传，不用等，也不会传两遍。',
    quick: '一户最快三下',
    quickText: '“都没变”→“其余都没事”→“保存，去下一户”。没人在家点“家里没人”。',
    refused: '没收下怎么办',
    refusedText: '在“待上传”最上面，写着原因。点“改一改”改好再传，或“再传一次”。不改它也不会挡住别的。',
    differs: '与别人的改动不同',
    differsText: '别人先改了同一项，两边都会留着，由站里核对后定。您填的不会丢。',
    lost: '手机丢了、换人',
    lostText: '马上告诉站里，站里可以停掉这台手机。没传的工作会留给站里处理，不会丢。',
  },
  {
    seen: 'Report what you see',
    seenText:
      'Unrest, hazards, unhealthy surroundings, new arrivals, damage to public things: press “Report”; each has a button on top.',
    first: 'Help first',
    firstText:
      'Emergencies, accidents, quarrels, police calls: go and help first. “I go first” notes the time on the way, on arrival and when you have helped.',
    ask: 'Ask only what is needed',
    askText:
      'Ask only what the register keeps for visits. Never faith, ethnicity, politics or petitions; write no judgement of people. “Unclear” and “not told” are answers: do not press.',
    held: 'Nothing twice',
    heldText: 'What the register holds is not asked again. If nothing has changed, one touch says so.',
    photo: 'Pictures',
    photoText:
      'Only where the item asks for one; of things, not of faces or homes. The place stored in a picture is removed.',
    refuse: 'You may refuse',
    refuseText: 'A task marked “not admitted” is refused with one touch, and it does you no harm.',
    self: 'What is kept of you',
    selfText:
      'No ranking, no online time, no count of calls. A track is kept only if the county has switched it on, during a round, with the screen on, and you see it; raw points for 30 days. Times without a position are gaps, never absence.',
    child: 'Children, danger to life',
    childText: 'Harm to a child or danger to life: call 110 or 120 at once, then report; it skips every queue.',
    offline: 'Without a network',
    offlineText:
      'Carry on. Each letter is kept on the phone; what is saved waits under “To send” and goes up by itself, once.',
    quick: 'A door in three touches',
    quickText: '“Nothing has changed”, “the rest is fine”, “save, next door”. If nobody is in, “nobody in”.',
    refused: 'Refused',
    refusedText:
      'It stands on top of “To send” with its reason. Change it and send it again. It never holds up anything else.',
    differs: 'It differs from somebody else’s change',
    differsText: 'Somebody changed the same thing first: both are kept and the station decides. Nothing is lost.',
    lost: 'Phone lost or handed on',
    lostText: 'Tell the station at once; it can stop this phone. Work that was not sent is kept for the station.',
  },
)

export const ruleTopics = ['seen', 'first', 'ask', 'held', 'photo', 'refuse', 'self', 'child'] as const
export const howTopics = ['quick', 'offline', 'refused', 'differs', 'lost'] as const
