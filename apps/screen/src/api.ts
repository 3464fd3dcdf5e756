import { createClient } from '@linli/client'
import { storedLocale } from '@linli/ui'

export const client = createClient({ baseUrl: '/api', locale: storedLocale })
