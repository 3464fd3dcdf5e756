import { describe, expect, it } from 'vitest'
import { refuseWeakPassword } from './password-rules.ts'

const holder = { login: 'zhoumin', name: '周敏', phone: '13800000001' }
const refused = (password: string) =>
  expect.objectContaining({ code: 'staff.weak_password', details: { reason: password } })

describe('password rules', () => {
  it.each([
    ['1234567890', 'common'],
    ['Password2026!', 'common'],
    ['wanggeyuan@123', 'common'],
    ['linli-demo', 'common'],
    ['abababababab', 'repeated'],
    ['ghijklmnopqr', 'sequence'],
    ['0987654321', 'common'],
    ['zhoumin2026', 'personal'],
    ['周敏周敏周敏12345', 'personal'],
    ['a13800000001', 'personal'],
  ])('refuse %s as %s', (password, reason) => {
    expect(() => refuseWeakPassword(password, holder)).toThrow(refused(reason))
  })
  it.each(['梧桐树下的第三盏灯', 'correct horse battery', 'xk7vq0pmt3', 'zhoumin likes long walks'])(
    'accept %s without asking for a mixture',
    (password) => {
      expect(() => refuseWeakPassword(password, holder)).not.toThrow()
    },
  )
})
