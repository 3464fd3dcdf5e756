import '@linli/ui/tokens.css'
import './console.css'
import { followNewBuilds, LocaleProvider } from '@linli/ui'
import { QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { queryClient } from './api.ts'
import { Console } from './Console.tsx'
import { applyTheme } from './frame/theme.ts'

applyTheme()
followNewBuilds()
const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <LocaleProvider>
      <QueryClientProvider client={queryClient}>
        <Console />
      </QueryClientProvider>
    </LocaleProvider>,
  )
}
