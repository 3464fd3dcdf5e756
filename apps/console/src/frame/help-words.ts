import { defineMessages } from '@linli/ui'

/** What each page is for and how one works on it, in two or three sentences. */
export const { useMessages: useHelpWords } = defineMessages(
  {
    inbox:
      '等您办的都在这里，危急的在最上面，其余按时限。用 J、K 上下走，回车打开，右边直接办；常用的筛选可以存成视图。办错了，提示条里能撤销的会给出撤销。',
    matters: '辖区内的全部诉求。筛选条件都在地址栏里，可以收藏、转给同事。打开一件看经过、时限和能办的事。',
    hotline: '边接电话边填：先输来电号码看以前的记录，再写内容、选地点；念一遍核对语给来电人听，再提交。',
    incidentPlans: '出事时照着做的清单：每一项写清做什么、谁负责、几分钟内。每次保存是新版本，正在处置的事件不受影响。',
    incidents:
      '突发事件在这里开一个指挥室：派任务、看回执、按预案逐项打勾、向网格广播。日志只增不改，情况报告由日志生成。',
    supervision: '红牌黄牌和卡住的事项：卡在哪一步、哪个单位、从什么时候起。一键督办，周例会清单可以打印。',
    map: '从全县一层层点到网格。点上的颜色是状态，数字是件数；筛选在地址里，返回键回上一步。',
    areas: '区域树、网格边界、定格定人。划分、拆分、合并都从某一天起生效，以前的事项仍归以前的网格。',
    register: '按姓名、拼音首字母、证件号、电话或地址找人找户。结果打了码，看全号要写原因，本人查得到谁看过。',
    buildings: '楼栋按层和房间排开，空房、出租、自住一眼看清；点房间进户。',
    registerMap: '住房在地图上的分布，只有房，没有人。',
    registerDesks: '说法不一的资料和可能是同一人的档案，在这里由您核对决定；合并以后还能拆开。',
    organisations: '商铺、学校、诊所、出租屋、隐患点。每一处有负责人、位置和最近一次巡查。',
    statistics: '每月底冻结的人口数，期初加增减等于期末。冻结以后只用更正条目改，印出去的表不会变。',
    reports: '上级的表格样式传一次，以后按区域和月份自动填好，格式和公式都保留。',
    registerImports: '把名单传上来先试一遍：错在哪一行哪一列都会说；好的先入库，七天内可以整批撤销。',
    registerExports: '写明用途再导出。一天内合计一百人以上要第二个人同意，文件有水印、有期限，每次下载都有记录。',
    exportRequests: '别人要导出名单，由您把关：看用途、范围、有哪些列，同意或拒绝。',
    roster: '按周排班，可以复制上周；没人值的网格会标出来。发布以后每个人手机上就能看到。',
    handovers: '网格员离岗或调动：选接手的人和日期，网格、走访、任务、班次、手机一起交，日期前可以整个撤回。',
    staff: '单位、人员和角色。停用账号立刻生效；谁能做什么看角色里的权限。',
    categories: '事项类别和时限。改动生成新版本，正在办的事项仍按开始时的版本走。',
    places: '给固定地点生成二维码，打印贴出去；居民一扫，地点就填好了。',
    interop: '别的系统的接口密钥和推送地址。推送失败会重试，最后没送到的在这里能看到、能重发。',
    notices: '平台发出的短信、邮件和站内消息，送没送到、为什么没送到。',
    briefs: '到点把数据做成 PDF 用邮件发出：每天的说前一天，每周的说前七天。发过的都能再打开。',
    records: '谁做了什么、谁看了谁的资料。封存的记录改一行都能查出来。',
    settings: '工作时间、节假日、网格户数标准、重开期限等全县参数。改动只影响以后。',
    firstRun: '从空库到能用的步骤：导入区域、划网格、建机构、导人员、定人、试报。做到哪里这里都认得。',
    fields: '登记项目的目录：每一项为什么登、依据什么、谁能看、留多久。没进目录的一项也登不了。',
    rights: '居民要看、要改、要删自己的资料。每件有法定期限，拒绝要有依据。',
    retention: '到期的资料按规则自动销毁，先预告三十天，销毁有证明可打印。',
    closings: '受保护的孩子、受害人、证人的档案，由两个人密封，只有指定的经办人能看，紧急调阅也打不开。',
    holds: '办案等需要暂时不能销毁的资料，由两个人保全、两个人解除。',
    emergency: '救人要紧时越过范围看一份档案：写明原因，两小时有效，主管和个人信息保护负责人都会知道。',
    fieldwork: '这一片要走访多少、走了多少、落下多少，和自己的过去比，不给人排名。',
    visits: '走访和巡查的记录，一户的走访也在这一户的页面里。',
    conflicts: '手机上说的和档案里的不一样，两边都留着，由您定。',
    phones: '网格员的手机：最近同步、版本、能不能用。丢了的在这里停用，没传上来的工作在旁边处理。',
    duty: '多久走访谁、看什么、用哪张表。改之前先看会带来多少工作量；有的规则要第二个人同意。',
    noticeRules: '按类别选怎么通知您：站内、浏览器推送、邮件、短信；设免打扰时段。危及安全和事件处置不能全部关掉。',
    myDuty: '看自己的班，请假、提前回来，跟同事换班。病假说了就算，别的假由站里批。',
    account: '改密码、开两步验证，看在哪些设备上登录着、把不认识的退掉。',
  },
  {
    inbox:
      'Everything that waits for you: danger on top, the rest by its limit. J and K move, Enter opens, the right side acts; filters can be kept as views. What can be undone offers it in the line below.',
    matters:
      'All matters within your reach. The filters stand in the address, to be kept or passed on. A matter opens with its history, limits and what may be done.',
    hotline:
      'Write while the caller speaks: the number first, which shows earlier calls, then words and place; read the text back before you send it.',
    incidentPlans:
      'What is gone through when something has happened: what, whose duty, within how long. Each saving is a new version; running incidents keep theirs.',
    incidents:
      'A room for an emergency: tasks with receipts, plans to tick off, broadcasts to grids. The log only grows, and the situation report is made from it.',
    supervision:
      'Red and yellow matters and those that are stuck: at which step, with which unit, since when. Supervise with one click; the list for the weekly meeting can be printed.',
    map: 'From the county down to a grid by clicks. Colours are states, numbers are counts; filters stand in the address and Back goes a step back.',
    areas:
      'The tree of areas, outlines of grids and who answers for them. Splits and mergers hold from a day on; earlier matters stay with the grid of their day.',
    register:
      'Finds people and households by name, initials, document, phone or address. Results are masked; the whole number needs a reason, and the person can see who looked.',
    buildings: 'Floors and rooms of a building; empty, rented and owned at a glance. A room leads to its household.',
    registerMap: 'Where dwellings stand; dwellings only, no people.',
    registerDesks:
      'Accounts that disagree and files that may be of one person are decided here by you; a merger can be undone.',
    organisations: 'Shops, schools, clinics, rented houses, hazard sites: who answers for each and where it is.',
    statistics:
      'Population frozen at the end of each month: opening plus changes equals closing. Corrections are entries of their own, so that a printed table stays true.',
    reports:
      'A form of the upper level is sent in once and then filled by area and month, with its layout and formulas.',
    registerImports:
      'A list is tried first: each fault is named by row and column. The good rows go in; the whole can be undone within seven days.',
    registerExports:
      'Say what it is for. More than a hundred people need a second person; files are watermarked, expire, and each download is recorded.',
    exportRequests: 'Somebody wants to export a list: see for what, of whom and which columns, and agree or refuse.',
    roster:
      'Shifts by the week, copied from the last one; grids without anybody are marked. Once published it stands on everybody’s phone.',
    handovers:
      'Somebody leaves or moves: choose who takes over and when. Grids, visits, tasks, shifts and phone go together, and until the day it can be undone.',
    staff: 'Units, people and roles. A disabled account ends at once; what somebody may do stands in the role.',
    categories:
      'Categories and their limits. A change makes a new version; matters that run keep the one they began with.',
    places: 'QR codes for places, to be printed and put up; whoever scans one has the place filled in.',
    interop:
      'Keys and webhooks of other systems. A failed delivery is tried again; what never arrived is listed and can be sent once more.',
    notices: 'Text messages, letters and notices that the platform sent, and why one did not arrive.',
    briefs:
      'Figures as a PDF by e-mail at their hour: daily about the day before, weekly about seven days. Each issue can be opened again.',
    records: 'Who did what, and who looked at whose data. A sealed record cannot change unnoticed.',
    settings: 'Working hours, holidays, households per grid, reopening and more. Changes hold for what comes.',
    firstRun:
      'From an empty database to a county that works: areas, grids, units, staff, workers, a test report. What is done is known here.',
    fields:
      'The catalogue of what is registered: why, on what basis, who sees it, how long it is kept. Nothing else can be registered.',
    rights:
      'Residents ask to see, correct or delete their data. Each request has a legal limit; a refusal needs a ground.',
    retention:
      'What is past its time is deleted by rule, announced thirty days before, with a certificate that can be printed.',
    closings:
      'Files of protected children, victims and witnesses are closed by two people; only the staff named read them, and no emergency opens them.',
    holds: 'What must not be deleted for now is held by two people, and released by two.',
    emergency:
      'One file beyond your reach when a life is at stake: with a reason, for two hours; your supervisor and the data-protection officer are told.',
    fieldwork: 'How many visits are due, done and missed here, beside the area’s own past; nobody is ranked.',
    visits: 'Visits and patrols; those of a household also stand on its page.',
    conflicts: 'The phone says one thing and the file another: both are kept, and you decide.',
    phones:
      'Phones of the workers: last sync, version, whether they may be used. A lost one is revoked here, and its unsent work is handled beside it.',
    duty: 'Who is visited how often, what to look at, with which form. See the load before you change a rule; some need a second person.',
    noticeRules:
      'By kind: in the list, push, e-mail, text message; and your quiet hours. Danger and incidents always keep one way.',
    myDuty:
      'Your shifts; ask for leave, come back sooner, swap with a colleague. Illness counts once told, other leave is decided by the station.',
    account: 'Password, second factor, and where you are signed in.',
  },
)
