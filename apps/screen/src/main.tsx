import '@linli/ui/tokens.css'
import './screen.css'
import './widgets.css'
import { LocaleProvider } from '@linli/ui'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { Screen } from './Screen.tsx'

const queries = new QueryClient({ defaultOptions: { queries: { retry: false, refetchOnWindowFocus: false } } })

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <LocaleProvider>
      <QueryClientProvider client={queries}>
        <Screen />
      </QueryClientProvider>
    </LocaleProvider>,
  )
}
