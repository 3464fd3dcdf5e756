import '@linli/ui/tokens.css'
import './styles/frame.css'
import './styles/parts.css'
import './styles/pages.css'
import './styles/visit.css'
import { createRoot } from 'react-dom/client'
import { openLastAccount } from './account/account.ts'
import { App } from './app.tsx'
import { watchInstall } from './install.ts'
import { beginTheme } from './theme.ts'
import { registerWorker } from './update.ts'

beginTheme()
watchInstall()
const root = document.getElementById('root')
if (root) createRoot(root).render(<App />)
void openLastAccount()
// A browser that will not keep the app still runs it while there is a network.
void registerWorker().catch(() => undefined)
