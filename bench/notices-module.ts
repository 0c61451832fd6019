import { z } from 'zod'
import { defineNotice, type Channel } from '@guichet/platform/notifications'
import { trialModule } from '@guichet/platform/testing'

/** One notice per channel, as the workers and whoever writes the messages both know them. */
const told = (channel: Channel) =>
  defineNotice({
    name: `trial.${channel}`,
    audience: 'visitor',
    facts: z.object({ number: z.string() }),
    channels: [channel],
    urgency: 'now',
    expires_s: 86_400,
    consent: 'transactional',
  })
export const sms = told('sms')
export const email = told('email')
export const push = told('push')

const words = { title: 'Ticket {number}', text: 'Le ticket {number} est appelé.' }
const texts = { notice: { sms: words, email: words, push: words } }
export const noticesModule = trialModule({ notices: [sms, email, push], locales: { fr: texts, en: texts } })
