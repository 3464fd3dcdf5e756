import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'

const flag = z.enum(['0', '1', 'true', 'false']).transform((value) => value === '1' || value === 'true')
const httpUrl = z.url({ protocol: /^https?$/ })

/** Every environment variable that is read, with its default. docs/deployment.md holds the same list; a test compares. */
export const variables = {
  PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  HOST: z.string().min(1).default('0.0.0.0'),
  PUBLIC_URL: httpUrl.optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  LINLI_DATA: z.string().min(1).default('.linli'),
  LINLI_COUNTY: z.coerce.number().int().min(110_000).max(829_999).default(421_087),
  LINLI_SECRET: z.string().min(32).optional(),
  LINLI_DEMO: flag.default(true),
  RATE_LIMIT_PER_MINUTE: z.coerce.number().int().min(10).default(600),
  TRUST_PROXY: flag.default(false),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().default('linli@localhost'),
  SMS_GATEWAY_URL: httpUrl.optional(),
  SMS_GATEWAY_TOKEN: z.string().optional(),
  OIDC_ISSUER: httpUrl.optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: z.string().default('OpenID'),
  OIDC_LINK_BY: z.enum(['email', 'preferred_username']).optional(),
  WEBHOOK_INWARD_HOSTS: z.string().optional(),
  MASTER_KEY_FILE: z.string().optional(),
  INDEX_KEY_FILE: z.string().optional(),
  KMS_URL: httpUrl.optional(),
  KMS_TOKEN: z.string().optional(),
  KMS_KEY: z.string().default('linli'),
  SEAL_SUITE: z.enum(['aes', 'sm']).default('aes'),
  AUDIT_KEY_FILE: z.string().optional(),
  AUDIT_WITNESS_DIR: z.string().optional(),
  AUDIT_WITNESS_URL: httpUrl.optional(),
  ERASURE_LIST: z.string().optional(),
  APP_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  WORK_AS_OWNER: flag.default(false),
  TIANDITU_KEY: z.string().optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('warn'),
} as const
const Environment = z.object(variables)

export interface Config {
  readonly port: number | undefined
  readonly host: string
  readonly publicUrl: string | undefined
  readonly databaseUrl: string | undefined
  readonly dataDir: string
  readonly countyId: number
  /** Sessions, codes and sealed fields hang on it: losing it signs everybody out and seals what is sealed for good. */
  readonly secret: string
  readonly demo: boolean
  readonly rateLimitPerMinute: number
  readonly trustProxy: boolean
  readonly smtpUrl: string | undefined
  readonly mailFrom: string
  readonly smsGateway: { readonly url: string; readonly token: string | undefined } | null
  readonly oidc: {
    readonly issuer: string
    readonly clientId: string
    readonly clientSecret: string | undefined
    readonly name: string
    readonly linkBy: 'email' | 'preferred_username' | undefined
  } | null
  /** Names or addresses inside the own network that webhooks may be sent to. */
  readonly webhookInwardHosts: readonly string[]
  /** Where the master keys of the vault stand; in the data folder when not set. */
  readonly masterKeyFile: string | undefined
  /** Where the keys of the blind index stand; in the data folder when not set. */
  readonly indexKeyFile: string | undefined
  /** A key service instead of a file. */
  readonly kms: { readonly url: string; readonly token: string | undefined; readonly key: string } | null
  /** How new values are sealed; old ones say themselves how they were. */
  readonly sealSuite: 'aes' | 'sm'
  /** How the platform connects for its work, where `databaseUrl` is the owner's. */
  readonly appDatabaseUrl: string | undefined
  /** Whether it may work as the owner of the database, whom the policies of the vault do not hold. */
  readonly workAsOwner: boolean
  /** The record of writes and readings: the key that seals it (in the data folder when not set), and who keeps copies. */
  readonly audit: {
    readonly keyFile: string | undefined
    readonly witnessDir: string | undefined
    readonly witnessUrl: string | undefined
  }
  /** Who was erased, by id, for databases that are put back; in the data folder when not set. */
  readonly erasureList: string | undefined
  readonly tiandituKey: string | undefined
  /** Origins that the pages may load base map tiles from. */
  readonly tileOrigins: readonly string[]
  readonly logLevel: z.infer<typeof Environment>['LOG_LEVEL']
}

/** All faults of the environment at once; `message` is for people. */
export class ConfigError extends Error {
  constructor(faults: readonly string[]) {
    super(
      `配置有误 Configuration faults:\n${faults.map((fault) => `  - ${fault}`).join('\n')}\nSee docs/deployment.md.`,
    )
    this.name = 'ConfigError'
  }
}

/** Reads and checks the environment; makes the data folder and the secret where they are missing. */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  // An empty value is how shells say "not set".
  const given = Object.fromEntries(Object.entries(env).filter(([name, value]) => name in variables && value !== ''))
  const parsed = Environment.safeParse(given)
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map((issue) => describe(issue, given)))
  const e = parsed.data
  if (e.OIDC_ISSUER !== undefined && e.OIDC_CLIENT_ID === undefined)
    throw new ConfigError(['OIDC_CLIENT_ID is needed beside OIDC_ISSUER'])
  const dataDir = resolve(e.LINLI_DATA)
  return {
    port: e.PORT,
    host: e.HOST,
    publicUrl: e.PUBLIC_URL,
    databaseUrl: e.DATABASE_URL,
    dataDir,
    countyId: e.LINLI_COUNTY,
    secret: e.LINLI_SECRET ?? storedSecret(dataDir),
    demo: e.LINLI_DEMO,
    rateLimitPerMinute: e.RATE_LIMIT_PER_MINUTE,
    trustProxy: e.TRUST_PROXY,
    smtpUrl: e.SMTP_URL,
    mailFrom: e.MAIL_FROM,
    smsGateway: e.SMS_GATEWAY_URL === undefined ? null : { url: e.SMS_GATEWAY_URL, token: e.SMS_GATEWAY_TOKEN },
    oidc:
      e.OIDC_ISSUER === undefined || e.OIDC_CLIENT_ID === undefined
        ? null
        : {
            issuer: e.OIDC_ISSUER,
            clientId: e.OIDC_CLIENT_ID,
            clientSecret: e.OIDC_CLIENT_SECRET,
            name: e.OIDC_NAME,
            linkBy: e.OIDC_LINK_BY,
          },
    webhookInwardHosts: (e.WEBHOOK_INWARD_HOSTS ?? '').split(',').flatMap((host) => host.trim().toLowerCase() || []),
    masterKeyFile: e.MASTER_KEY_FILE,
    indexKeyFile: e.INDEX_KEY_FILE,
    kms: e.KMS_URL === undefined ? null : { url: e.KMS_URL, token: e.KMS_TOKEN, key: e.KMS_KEY },
    sealSuite: e.SEAL_SUITE,
    appDatabaseUrl: e.APP_DATABASE_URL,
    workAsOwner: e.WORK_AS_OWNER,
    audit: { keyFile: e.AUDIT_KEY_FILE, witnessDir: e.AUDIT_WITNESS_DIR, witnessUrl: e.AUDIT_WITNESS_URL },
    erasureList: e.ERASURE_LIST,
    tiandituKey: e.TIANDITU_KEY,
    tileOrigins:
      e.TIANDITU_KEY === undefined ? [] : Array.from({ length: 8 }, (_, index) => `https://t${index}.tianditu.gov.cn`),
    logLevel: e.LOG_LEVEL,
  }
}

const secretNames = /SECRET|TOKEN|KEY|DATABASE_URL|SMTP_URL/

function describe(issue: z.core.$ZodIssue, given: Record<string, string | undefined>): string {
  const name = String(issue.path[0])
  const value = secretNames.test(name) ? '(hidden)' : JSON.stringify(given[name])
  return `${name}=${value}: ${issue.message}`
}

// Beside the data it protects, readable by its owner alone; an own LINLI_SECRET keeps the two apart.
function storedSecret(dataDir: string): string {
  const file = join(dataDir, 'secret')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  mkdirSync(dataDir, { recursive: true })
  const secret = randomBytes(32).toString('base64url')
  writeFileSync(file, `${secret}\n`, { mode: 0o600 })
  return secret
}
