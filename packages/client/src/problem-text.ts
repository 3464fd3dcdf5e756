import type { ProblemCode } from '@linli/contract/problems'
import { fieldworkSentences } from './fieldwork-text.ts'
import { OfflineError, ProblemError } from './problem.ts'
import {
  areaNames,
  areaStates,
  byReason,
  type Details,
  type Sentence,
  text,
  unreadable,
  weakPasswords,
} from './problem-reasons.ts'
import { faultText } from './fault-text.ts'
import { incidentSentences } from './incident-text.ts'
import { registerSentences } from './register-text.ts'

export { faultText }

type Locale = 'zh' | 'en'
const at = (value: unknown, locale: Locale) =>
  typeof value === 'string'
    ? new Intl.DateTimeFormat(locale === 'zh' ? 'zh-CN' : 'en-GB', {
        timeZone: 'Asia/Shanghai',
        month: 'numeric',
        day: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
      }).format(new Date(value))
    : ''

const outside = (details: Details, before: string, after: string) =>
  typeof details['squareMetres'] === 'number' ? `${before}${details['squareMetres']}${after}` : ''

/** What is wrong and what to do, for every code of the contract: leaving one out is a type error. */
const sentences: Record<ProblemCode, Sentence> = {
  ...registerSentences,
  ...fieldworkSentences,
  ...incidentSentences,
  'input.invalid': {
    zh: '有内容填得不对，请看标红的地方。',
    en: 'Something is not filled in right; see the marked fields.',
  },
  'input.too_large': { zh: '内容太大，请删减后再试。', en: 'That is too large; please shorten it and try again.' },
  'session.required': { zh: '请先登录。填写的内容还在。', en: 'Please sign in first. What you typed is kept.' },
  'session.expired': {
    zh: '登录已过期，请重新登录。填写的内容还在。',
    en: 'You were signed out; please sign in again. What you typed is kept.',
  },
  'login.failed': {
    zh: '账号或密码不对，请核对后再试。',
    en: 'Login or password is wrong; please check and try again.',
  },
  'login.throttled': { zh: '尝试次数太多，请过一会儿再试。', en: 'Too many tries; please wait a while.' },
  'login.totp_required': {
    zh: '请输入身份验证器上的 6 位数。',
    en: 'Please enter the six digits of your authenticator.',
  },
  'login.totp_enrolment_required': {
    zh: '您的岗位要求二次验证，请先绑定身份验证器。',
    en: 'Your duty asks for a second factor; please set up an authenticator first.',
  },
  'login.totp_wrong': {
    zh: '6 位数不对或已用过，请等下一组再试。',
    en: 'The code is wrong or used; please wait for the next one.',
  },
  'login.oidc_failed': {
    zh: '统一身份认证没有成功，请重试或用密码登录。',
    en: 'Signing in at the provider failed; try again or use your password.',
  },
  'code.wrong': {
    zh: '验证码不对或已过期，请重新获取。',
    en: 'The code is wrong or has run out; please ask for another.',
  },
  'origin.refused': {
    zh: '请求来自别的网站，已拒绝。请从本站打开页面再试。',
    en: 'The request came from another site and was refused. Open this site and try again.',
  },
  'permission.missing': byReason(
    {
      own_account: {
        zh: '自己的账号和岗位要由另一位管理员来改。',
        en: 'Your own account and posts are changed by another administrator.',
      },
    },
    {
      zh: '您的岗位没有这项权限。需要时请找管理员。',
      en: 'Your post does not allow this. Ask the administrator if you need it.',
    },
  ),
  'rate.limited': { zh: '操作太快，请稍等一分钟。', en: 'Too fast; please wait a minute.' },
  'route.not_found': { zh: '没有这个页面。', en: 'There is no such page.' },
  not_found: { zh: '没有找到，或不在您的范围内。', en: 'Not found, or not within your reach.' },
  'command.reused': {
    zh: '这次提交与之前的内容不一致，请刷新后重新提交。',
    en: 'This differs from what was sent before under the same id; reload and send it anew.',
  },
  'command.done_unseen': {
    zh: '已经办好，但它现在不在您的范围内。',
    en: 'This is done, but it is no longer within your reach.',
  },
  'command.in_progress': {
    zh: '正在处理上一次提交，请稍候。',
    en: 'The last submission is still being handled; please wait.',
  },
  'server.unavailable': {
    zh: '系统暂时连不上，内容已保留，请稍后再试。',
    en: 'The system is away for a moment; what you typed is kept, try again soon.',
  },
  'server.failed': {
    zh: '系统出错了，已记录。内容已保留，请稍后再试。',
    en: 'Something went wrong on our side and was recorded. What you typed is kept; try again later.',
  },
  'storage.full': {
    zh: '服务器空间不足，暂时不能上传，请联系管理员。',
    en: 'The server is out of space for uploads; please tell the administrator.',
  },
  'area.not_found': { zh: '没有这个区域，或不在您的范围内。', en: 'No such area, or not within your reach.' },
  'area.wrong_state': byReason(areaStates, {
    zh: '这个区域现在的状态不允许这样改，请刷新看看。',
    en: 'The area’s present state does not allow this; reload and look.',
  }),
  'area.code_taken': {
    zh: (d) =>
      d['gridNo'] === undefined
        ? '这个代码已被别的区域使用，请换一个。'
        : `第 ${text(d['gridNo'])} 号网格已有，请换一个号。`,
    en: (d) =>
      d['gridNo'] === undefined
        ? 'Another area has this code; please choose another.'
        : `There is a grid number ${text(d['gridNo'])} already; please choose another.`,
  },
  'area.outside_parent': {
    zh: (d) => `画出的边界超出了上级区域${outside(d, '约 ', ' 平方米')}，请收回到界内。`,
    en: (d) => `The boundary leaves the area above it${outside(d, ' by about ', ' m²')}; please draw it inside.`,
  },
  'area.self_crossing': {
    zh: '边界线自己交叉了，请在标出的点附近改正。',
    en: 'The boundary crosses itself; please mend it near the marked point.',
  },
  'area.overlap': {
    zh: (d) => `与${areaNames(d, '、') || '相邻网格'}重叠，请改正，或勾选允许重叠。`,
    en: (d) => `It overlaps ${areaNames(d, ', ') || 'a neighbouring grid'}; mend it, or allow the overlap.`,
  },
  'area.outside_county': { zh: '位置不在本县范围内。', en: 'The place lies outside this county.' },
  'import.unreadable': byReason(unreadable, {
    zh: '文件读不出来。请用模板另存为 CSV（UTF-8 或 GB18030）再试。',
    en: 'The file cannot be read. Save it as CSV (UTF-8 or GB18030) from the template and try again.',
  }),
  'import.not_found': { zh: '没有这次导入记录。', en: 'There is no such import.' },
  'import.rows_at_fault': {
    zh: '有的行不对，一行都没有导入。请下载改正表，改好后重传。',
    en: 'Some rows are wrong and nothing was imported. Download the list, correct it and send it again.',
  },
  'import.wrong_county': {
    zh: (d) => `文件里的代码不是本县的（本县 ${text(d['expected'])}，文件里 ${text(d['found'])}），请核对文件。`,
    en: (d) =>
      `The codes in the file are not this county’s (here ${text(d['expected'])}, there ${text(d['found'])}); please check the file.`,
  },
  'unit.not_found': { zh: '没有这个单位。', en: 'There is no such unit.' },
  'unit.in_use': {
    zh: (d) =>
      d['people'] === undefined
        ? '这个部门代码已有单位在用，请换一个。'
        : `这个单位还有 ${text(d['people'])} 人、${text(d['units'])} 个下级单位，请先调走或撤销。`,
    en: (d) =>
      d['people'] === undefined
        ? 'Another unit has this department code; please choose another.'
        : `The unit still has ${text(d['people'])} people and ${text(d['units'])} units below it; move or close them first.`,
  },
  'staff.not_found': { zh: '没有这个人，或不在这个单位。', en: 'No such person, or not in that unit.' },
  'staff.login_taken': {
    zh: '账号或邮箱已被使用，请换一个。',
    en: 'The login or e-mail is taken; please choose another.',
  },
  'staff.weak_password': byReason(weakPasswords, {
    zh: '密码太容易猜。请用至少 10 个字，例如一句只有您知道的话。',
    en: 'The password is easy to guess. Use at least ten characters, such as a sentence only you know.',
  }),
  'staff.wrong_password': { zh: '现在的密码不对。', en: 'The present password is wrong.' },
  'role.not_found': { zh: '没有这个角色。', en: 'There is no such role.' },
  'role.in_use': {
    zh: (d) =>
      d['code'] === undefined ? '还有人在用这个角色，先改他们的岗位。' : `角色代码 ${text(d['code'])} 已有，请换一个。`,
    en: (d) =>
      d['code'] === undefined
        ? 'People still have this role; change their posts first.'
        : `There is a role with the code ${text(d['code'])} already; please choose another.`,
  },
  'post.not_found': { zh: '没有这个岗位。', en: 'There is no such post.' },
  'matter.not_found': {
    zh: '没有找到这件事，或不在您的范围内。请核对编号和查询码。',
    en: 'Not found, or not within your reach. Please check number and code.',
  },
  'matter.wrong_state': {
    zh: '这件事现在的状态不能这样办，请刷新看看最新进展。',
    en: 'The matter’s present state does not allow this; reload to see where it stands.',
  },
  'matter.moved_on': {
    zh: (d) =>
      `这件事刚刚被${text(d['unit'])}${text(d['by']) || '别人'}处理过（${at(d['at'], 'zh')}），页面已不是最新。您写的内容还在，刷新后再决定。`,
    en: (d) =>
      `${text(d['by']) || 'Somebody'} ${text(d['unit']) ? `of ${text(d['unit'])} ` : ''}has just acted on this (${at(d['at'], 'en')}); your page is out of date. What you wrote is kept: reload, then decide.`,
  },
  'matter.return_refused': {
    zh: '经权责裁定后指定的单位不能再退回；有困难请申请延期或协办。',
    en: 'A unit named by a decision on competence may not return it; ask for more time or for help.',
  },
  'matter.verifier_is_handler': {
    zh: '核查人不能是办理人，请换一位同事。',
    en: 'Whoever handled it may not check it; please ask a colleague.',
  },
  'matter.evidence_required': {
    zh: '这类事项办结要附照片。',
    en: 'This kind of matter asks for a picture when it is settled.',
  },
  'matter.outside_county': {
    zh: '位置不在本县范围内。请重新选点，或拨打当地 12345。',
    en: 'The place lies outside this county. Choose another, or call the hotline there.',
  },
  'matter.grid_closed': { zh: '这个网格已撤并，请重新定位。', en: 'This grid has been closed; please locate it anew.' },
  'matter.category_unknown': {
    zh: '没有这个类别，请重新选择。',
    en: 'There is no such category; please choose another.',
  },
  'matter.unit_unsuitable': {
    zh: '这个单位没有这项职权，请换一个。',
    en: 'That unit has no power for this; please choose another.',
  },
  'matter.extension_limit': {
    zh: (d) => `延期最多 ${text(d['most'])} 次，已经用完。`,
    en: (d) => `More time may be asked for ${text(d['most'])} time(s) at most, and that is used up.`,
  },
  'matter.reopen_closed': {
    zh: '已过重新办理的期限。请再报一次，并写上原编号。',
    en: 'The time for opening it again has passed. Please report it anew and name the old number.',
  },
  'matter.too_many_photos': { zh: '照片太多了，请少选几张。', en: 'Too many pictures; please choose fewer.' },
  'matter.merge_refused': {
    zh: '不能并入：对方已办结，或就是同一件。',
    en: 'It cannot be merged there: that one is closed, or it is the same one.',
  },
  'matter.source_number_taken': {
    zh: '这个来源编号已导入过，请核对。',
    en: 'This source number has been imported before; please check it.',
  },
  'category.not_found': { zh: '没有这个类别。', en: 'There is no such category.' },
  'category.code_taken': {
    zh: '这个类别代码已有，请换一个。',
    en: 'This category code is taken; please choose another.',
  },
  'category.stale': {
    zh: '别人刚改过这个类别，请刷新后再改。',
    en: 'Somebody has just changed this category; reload and change it again.',
  },
  'place.not_found': {
    zh: '这个二维码已停用或不存在。您仍可以直接报事。',
    en: 'This code is no longer in use. You can still report without it.',
  },
  'attachment.not_found': {
    zh: '照片没有找到，请重新上传。',
    en: 'The picture was not found; please upload it again.',
  },
  'attachment.type_refused': {
    zh: '这个文件不是照片，或已损坏。请换一张 JPG、PNG 或 WebP。',
    en: 'That is not a picture, or it is damaged. Please choose a JPG, PNG or WebP.',
  },
  'attachment.too_large': {
    zh: '照片太大（最多 5000 万像素、25 MB），请缩小后再传。',
    en: 'The picture is too large (50 megapixels and 25 MB at most); please make it smaller.',
  },
  'attachment.incomplete': { zh: '照片还没传完，请稍候。', en: 'The picture is still being uploaded; please wait.' },
  'attachment.gone': { zh: '这次上传已过期，请重新上传。', en: 'That upload has run out; please upload it again.' },
  'view.too_many': {
    zh: '保存的视图已有 50 个，请先删掉不用的。',
    en: 'You have 50 saved views already; delete one that you no longer use.',
  },
  'attachment.protocol': {
    zh: '照片没有按 tus 1.0 的方式上传。请刷新页面再试。',
    en: 'The picture was not sent the way tus 1.0 asks for; please load the page anew and try again.',
  },
  'notice.not_found': { zh: '没有这条消息。', en: 'There is no such message.' },
  'push.not_found': {
    zh: '您没有登记这个浏览器，请刷新看看。',
    en: 'This browser is not among yours; reload and look.',
  },
  'push.endpoint_refused': {
    zh: '浏览器给出的推送地址不能用。请换一个浏览器，或请运维人员查看。',
    en: 'The address that the browser gave for messages cannot be used. Take another browser, or ask whoever runs the platform.',
  },
  'push.endpoint_taken': {
    zh: '这个推送地址已登记给别人，对不上。请在浏览器里关闭通知再重新开启。',
    en: 'This address belongs to somebody else. Switch notifications off in the browser and on again.',
  },
  'push.too_many': {
    zh: '最多登记 10 个浏览器。请先移除不再使用的。',
    en: 'Ten browsers at most. Remove those you no longer use first.',
  },
  'webhook.not_found': { zh: '没有这个推送地址。', en: 'There is no such webhook.' },
  'webhook.address_refused': {
    zh: '推送地址指向内部网络。请换一个公开地址，或请运维人员用 WEBHOOK_INWARD_HOSTS 放行这台主机。',
    en: 'The address lies inside the network. Please give a public one, or have whoever runs the platform allow the host (WEBHOOK_INWARD_HOSTS).',
  },
  'county.stale': {
    zh: '参数刚被别人改过，请刷新后核对再改。',
    en: 'Somebody has changed the settings meanwhile; please load the page anew and look again.',
  },
  'screen.stale': {
    zh: '排版刚被别人改过，请看过新的排版再调整。',
    en: 'Somebody has arranged the screens meanwhile; please look at them and arrange again.',
  },
  'brief.not_found': { zh: '没有这份简报。', en: 'There is no such brief.' },
  'brief.stale': {
    zh: '这份简报刚被别人改过，请刷新后再改。',
    en: 'Somebody has changed this brief meanwhile; please load the page anew.',
  },
  'api_key.not_found': { zh: '没有这个密钥。', en: 'There is no such key.' },
}

/** The sentence for whatever was thrown, in the reader's language. */
export function problemText(error: unknown, locale: Locale): string {
  if (error instanceof OfflineError) {
    return locale === 'zh'
      ? '没有网络，内容已保留，联网后再试。'
      : 'No network. What you typed is kept; try again when you are online.'
  }
  if (!(error instanceof ProblemError)) return sentence('server.failed', locale, {})
  const first = error.code === 'input.invalid' && error.faults.length === 1 ? error.faults[0] : undefined
  return first ? faultText(first, locale) : sentence(error.code, locale, error.details)
}

function sentence(code: ProblemCode, locale: Locale, details: Details): string {
  const words = sentences[code][locale]
  return typeof words === 'string' ? words : words(details)
}
