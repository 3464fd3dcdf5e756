import { dayOff } from './modules/fieldwork/index.ts'
import { noticeContacts } from './modules/identity/index.ts'
import type { StaffDirectory } from './platform/notices/index.ts'

/** Where messages to staff go, and who is off: what the platform's notices ask of the modules. */
export const staffDirectory: StaffDirectory = { contacts: noticeContacts, dayOff }
