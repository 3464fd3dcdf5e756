import { defineMessages } from '@linli/ui'

/** Texts about the lock of the phone. */
export const lockMessages = defineMessages(
  {
    setUpBar: '设一个手机密码，才能把住户资料带下户。',
    closedBar: '住户资料锁上了（过了一个班次）。联网输入手机密码打开；待办和草稿照常用。',
    setUp: '设手机密码',
    open: '打开',
    pin: '手机密码（6 到 12 位数字）',
    pinAgain: '再输一遍',
    pinHint: '资料在手机里是加密的，只在一个班次内打得开。忘了密码可以重新登录再设。',
    pinForm: '手机密码要 6 到 12 位数字',
    pinsDiffer: '两遍不一样，请再输',
    opening: '正在打开……',
    forgotten: '忘了密码，重新设',
    revoked: (n: number) =>
      n === 0
        ? '这部手机已被停用，手机里的资料已清除。请找网格站。'
        : `这部手机已被停用，手机里的资料已清除。没上传的 ${n} 条已交给网格站处理，没有丢。`,
    handIn: '交给站里处理',
    handInAsk: '交给网格站后，由站里决定怎么办，手机上不再保留。',
    handedIn: '已交给网格站。',
  },
  {
    setUpBar: 'Set a PIN for this phone to take the register with you.',
    closedBar:
      'The register is locked (the shift is over). Go online and enter the PIN; tasks and drafts work as ever.',
    setUp: 'Set a PIN',
    open: 'Open',
    pin: 'PIN of this phone (6 to 12 digits)',
    pinAgain: 'Once more',
    pinHint: 'What is on the phone is encrypted and opens for one shift. If you forget the PIN, set a new one.',
    pinForm: 'The PIN has 6 to 12 digits',
    pinsDiffer: 'The two differ; please type again',
    opening: 'Opening…',
    forgotten: 'I forgot it; set a new one',
    revoked: (n: number) =>
      n === 0
        ? 'This phone has been revoked, and what it held is wiped. Please ask your station.'
        : `This phone has been revoked, and what it held is wiped. ${n} unsent records are with your station; nothing is lost.`,
    handIn: 'Hand to the station',
    handInAsk: 'The station decides what becomes of it; it does not stay on the phone.',
    handedIn: 'Handed to the station.',
  },
)
