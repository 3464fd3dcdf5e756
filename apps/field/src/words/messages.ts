import { defineMessages } from '@linli/ui'
import { chinese } from './chinese.ts'
import { english } from './english.ts'

export const messages = defineMessages(chinese, english)

export type Words = ReturnType<typeof messages.useMessages>
