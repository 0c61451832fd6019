import { z } from 'zod'

const flag = z.enum(['0', '1', 'true', 'false']).transform((v) => v === '1' || v === 'true')
const secret = z.string().min(32, 'must hold at least 32 characters; for example: openssl rand -base64 48')

/** Everything the product reads from its environment. `.env.example` lists the same names. */
const Environment = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  PORT: z.coerce.number().int().min(0).max(65535).default(8000),
  HOST: z.string().min(1).default('127.0.0.1'),
  /** The address visitors use, for links and QR codes; absent means the address the server listens on. */
  PUBLIC_URL: z.url().optional(),
  DATA_DIR: z.string().min(1).default('data'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** Connections of the application, per process. */
  DATABASE_POOL: z.coerce.number().int().min(1).max(200).default(10),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  SECRET_KEY: secret,
  /** Lets the keys of files be opened after SECRET_KEY was changed. */
  FORMER_SECRET_KEY: secret.optional(),
  /** Files go to this bucket instead of DATA_DIR: https://s3.example.org/bucket. */
  S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  S3_REGION: z.string().default('auto'),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  /** One sub-folder for each client of the organisation CLIENTS_TENANT, kept in step. */
  CLIENTS_DIR: z.string().min(1).optional(),
  CLIENTS_TENANT: z.string().min(1).optional(),
  GUICHET_ROLES: z
    .string()
    .default('api,worker')
    .transform((text) => text.split(',').map((role) => role.trim()))
    .pipe(z.array(z.enum(['api', 'worker'])).min(1)),
  GUICHET_DEMO: flag.default(false),
  /** Demo logins are known to everyone: showing them to the Internet must be asked for twice. */
  GUICHET_DEMO_PUBLIC: flag.default(false),
  /** Lets invented colleagues and visitors move about in the demo organisations. */
  GUICHET_DEMO_LIFE: flag.default(true),
  TRUSTED_PROXIES: z.string().default(''),
  CORS_ORIGINS: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((origin) => origin.trim())
        .filter(Boolean),
    )
    .pipe(z.array(z.url())),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Requests a minute from one address, before the endpoint's own limit. */
  RATE_LIMIT: z.coerce.number().int().min(1).default(1200),
  METRICS_TOKEN: secret.optional(),
  /** Accounts with those who carry messages, for organisations that bring none of their own. */
  TWILIO_ACCOUNT_SID: z.string().min(1).optional(),
  TWILIO_AUTH_TOKEN: z.string().min(1).optional(),
  TWILIO_SMS_FROM: z.string().min(1).optional(),
  TWILIO_WHATSAPP_FROM: z.string().min(1).optional(),
  SENDGRID_API_KEY: z.string().min(1).optional(),
  SENDGRID_WEBHOOK_KEY: z.string().min(1).optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().min(3).optional(),
  /** The JSON of a Firebase service account. */
  FCM_SERVICE_ACCOUNT: z.string().min(2).optional(),
  /** Web Push needs no account: the key pair comes from SECRET_KEY; vendors may write to this address. */
  WEB_PUSH_CONTACT: z.string().min(1).default('mailto:postmaster@localhost'),
  /** Other addresses of the vendors: a regional edge, a proxy, a rehearsal. */
  TWILIO_API_URL: z.url().optional(),
  SENDGRID_API_URL: z.url().optional(),
  FCM_API_URL: z.url().optional(),
  FCM_TOKEN_URL: z.url().optional(),
  /** Further hosts that browsers may name for Web Push, besides those of the known browsers. */
  WEB_PUSH_HOSTS: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((host) => host.trim())
        .filter(Boolean),
    ),
  /** Lets organisations name a mail server on a private address. */
  SMTP_PRIVATE_HOSTS: flag.default(false),
  /** A language model, for those who want one: nothing needs it. */
  OLLAMA_URL: z.url({ protocol: /^https?$/ }).optional(),
  OLLAMA_MODEL: z.string().optional(),
  OLLAMA_CONTEXT: z.coerce.number().int().min(2_048).max(1_000_000).default(8_192),
  OPENAI_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_MODEL: z.string().optional(),
})

export type Config = z.output<typeof Environment>

/** For the check that `.env.example` and docs/operating.md leave none out. */
export const variableNames: readonly string[] = Object.keys(Environment.shape)

export class ConfigurationError extends Error {}

/** Reads and checks the environment; the error names every variable that is missing or wrong. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const result = Environment.safeParse(present)
  if (!result.success) {
    const lines = result.error.issues.map((issue) => {
      const name = String(issue.path[0])
      return `  ${name}: ${present[name] === undefined ? 'is not set' : issue.message}`
    })
    throw new ConfigurationError(`Configuration refused / Configuration refusée :\n${lines.join('\n')}`)
  }
  const config = result.data
  if (config.S3_ENDPOINT && !(config.S3_ACCESS_KEY_ID && config.S3_SECRET_ACCESS_KEY)) {
    throw new ConfigurationError(
      'Configuration refused / Configuration refusée :\n  S3_ENDPOINT: needs S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY',
    )
  }
  if (config.GUICHET_DEMO && !isLoopback(config.HOST) && !config.GUICHET_DEMO_PUBLIC) {
    throw new ConfigurationError(
      `Configuration refused / Configuration refusée :\n  GUICHET_DEMO: the demo logins are public knowledge, and HOST=${config.HOST} can be reached by others.\n  Les comptes de démonstration sont connus de tous. Set GUICHET_DEMO=0, or HOST=127.0.0.1, or GUICHET_DEMO_PUBLIC=1 if this machine is meant to be a public demonstration.`,
    )
  }
  return config
}

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
