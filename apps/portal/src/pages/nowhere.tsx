import { Screen } from '../parts/screen.tsx'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { commonWords } from '../words/common.ts'

export default function Nowhere() {
  const t = commonWords.useMessages()
  return (
    <Screen
      title={t.notFoundTitle}
      back={paths.home()}
      foot={
        <Link className="go" href={paths.home()}>
          {t.home}
        </Link>
      }
    >
      <p className="lead">{t.notFoundText}</p>
    </Screen>
  )
}
