import '@linli/ui/tokens.css'
import './styles/base.css'
import './styles/home.css'
import { followNewBuilds } from '@linli/ui'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { applyElderMode } from './keep/prefs.ts'

applyElderMode()
followNewBuilds()
const root = document.getElementById('root')
if (root) {
  // Preact draws beside what stands there; React would replace it.
  root.replaceChildren()
  createRoot(root).render(<App />)
}
