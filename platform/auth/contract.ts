import { z } from 'zod'
import { endpoint } from '../contract.ts'

export const roleNames = ['owner', 'admin', 'manager', 'agent', 'receptionist', 'viewer'] as const
export const RoleName = z.enum(roleNames)
export type RoleName = z.infer<typeof RoleName>

const Email = z.string().trim().toLowerCase().max(254).pipe(z.email())
const Password = z.string().min(10).max(128)
export const NewPassword = Password
export const Accent = z.object({ light: z.string(), dark: z.string() })

export const Me = z.object({
  user: z.object({ id: z.uuid(), name: z.string(), email: z.string(), locale: z.enum(['fr', 'en']) }),
  memberships: z.array(
    z.object({
      tenant: z.object({
        id: z.uuid(),
        slug: z.string(),
        name: z.string(),
        accent: Accent.nullable(),
        modules: z.array(z.string()),
        currency: z.string(),
        time_zone: z.string(),
        country: z.string(),
        demo: z.boolean(),
      }),
      role: RoleName,
      permissions: z.array(z.string()),
      site_ids: z.array(z.uuid()).nullable(),
      sites: z.array(z.object({ id: z.uuid(), name: z.string() })),
    }),
  ),
})
export type Me = z.infer<typeof Me>

export const signIn = endpoint({
  method: 'POST',
  path: '/auth/sign-in',
  scope: 'global',
  permission: 'public',
  summary: 'Opens a session; the cookie it sets is unreadable to scripts.',
  body: z.object({ email: Email, password: z.string().min(1).max(128) }),
  reply: z.object({ user_id: z.uuid() }),
  errors: ['platform.wrong_credentials', 'platform.too_many_requests'],
  rate_limit: 20,
  transaction: false,
})
export const signOut = endpoint({
  method: 'POST',
  path: '/auth/sign-out',
  scope: 'global',
  permission: 'public',
  summary: 'Ends the current session, on every open page.',
  reply: z.object({ signed_out: z.boolean() }),
  transaction: false,
})
export const readMe = endpoint({
  method: 'GET',
  path: '/me',
  scope: 'global',
  permission: 'signed_in',
  summary: 'Who is signed in, in which organisations, with which permissions.',
  reply: Me,
  transaction: false,
})
export const changeMe = endpoint({
  method: 'PATCH',
  path: '/me',
  scope: 'global',
  permission: 'signed_in',
  summary: 'Changes the name or language of the person signed in.',
  body: z.object({
    name: z.string().trim().min(1).max(120).optional(),
    locale: z.enum(['fr', 'en']).optional(),
  }),
  reply: Me.shape.user,
  transaction: false,
})
export const changePassword = endpoint({
  method: 'PUT',
  path: '/me/password',
  scope: 'global',
  permission: 'signed_in',
  summary: 'Changes the password, after the current one, and ends every other session.',
  body: z.object({ current: z.string().min(1).max(128), next: Password }),
  reply: z.object({ changed: z.boolean() }),
  errors: ['platform.wrong_credentials', 'platform.password_too_common'],
  rate_limit: 10,
  transaction: false,
})
export const askPasswordReset = endpoint({
  method: 'POST',
  path: '/auth/password-resets',
  scope: 'global',
  permission: 'public',
  summary: 'Sends a link to choose a new password; an unknown address gets the same answer and no letter.',
  body: z.object({ email: Email }),
  reply: z.object({ asked: z.boolean() }),
  status: 202,
  rate_limit: 10,
  transaction: false,
})
export const readPasswordReset = endpoint({
  method: 'GET',
  path: '/auth/password-resets/:token',
  scope: 'global',
  permission: 'public',
  summary: 'Whose password the link changes, while it is valid.',
  params: z.object({ token: z.string().max(80) }),
  reply: z.object({ email: z.string() }),
  errors: ['platform.reset_over'],
  rate_limit: 60,
  transaction: false,
})
export const finishPasswordReset = endpoint({
  method: 'PUT',
  path: '/auth/password-resets/:token',
  scope: 'global',
  permission: 'public',
  summary: 'Chooses the new password, once; every other session ends, and a new one is opened.',
  params: z.object({ token: z.string().max(80) }),
  body: z.object({ password: Password }),
  reply: z.object({ changed: z.boolean() }),
  errors: ['platform.reset_over', 'platform.password_too_common'],
  rate_limit: 20,
  transaction: false,
})
export const listSessions = endpoint({
  method: 'GET',
  path: '/me/sessions',
  scope: 'global',
  permission: 'signed_in',
  summary: 'Where the person is signed in.',
  reply: z.object({
    items: z.array(
      z.object({
        id: z.uuid(),
        current: z.boolean(),
        ip_address: z.string().nullable(),
        user_agent: z.string().nullable(),
        created_at: z.string(),
        expires_at: z.string(),
      }),
    ),
  }),
  transaction: false,
})
export const endSession = endpoint({
  method: 'DELETE',
  path: '/me/sessions/:session_id',
  scope: 'global',
  permission: 'signed_in',
  summary: 'Signs the person out somewhere else.',
  params: z.object({ session_id: z.uuid() }),
  reply: z.object({ ended: z.boolean() }),
  transaction: false,
})
export const createAccessToken = endpoint({
  method: 'POST',
  path: '/auth/tokens',
  scope: 'global',
  permission: 'public',
  summary:
    'Exchanges an e-mail and password, or a session, for a short-lived bearer token of one organisation.',
  body: z.object({
    tenant: z.string().max(48),
    email: Email.optional(),
    password: z.string().min(1).max(128).optional(),
  }),
  reply: z.object({
    access_token: z.string(),
    token_type: z.literal('Bearer'),
    expires_in: z.int(),
    scope: z.string(),
  }),
  status: 201,
  errors: ['platform.wrong_credentials', 'platform.tenant_unknown'],
  rate_limit: 30,
  transaction: false,
})

const Invitation = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string().nullable(),
  role: RoleName,
  site_ids: z.array(z.uuid()).nullable(),
  created_at: z.string(),
  expires_at: z.string(),
  status: z.enum(['pending', 'accepted', 'expired', 'revoked']),
})
export const listInvitations = endpoint({
  method: 'GET',
  path: '/invitations',
  permission: 'platform.member.write',
  summary: 'Invitations of the organisation, newest first.',
  reply: z.object({ items: z.array(Invitation) }),
})
export const createInvitation = endpoint({
  method: 'POST',
  path: '/invitations',
  permission: 'platform.member.write',
  summary: 'Invites a person by a link that works once, for seven days.',
  body: z.object({
    email: Email,
    name: z.string().trim().max(120).optional(),
    role: RoleName,
    site_ids: z.array(z.uuid()).max(200).nullable().default(null),
  }),
  reply: Invitation.extend({ link: z.string() }),
  status: 201,
  errors: ['platform.role_above_yours', 'platform.already_member'],
})
export const revokeInvitation = endpoint({
  method: 'DELETE',
  path: '/invitations/:invitation_id',
  permission: 'platform.member.write',
  summary: 'Makes a pending invitation unusable.',
  params: z.object({ invitation_id: z.uuid() }),
  reply: z.object({ revoked: z.boolean() }),
})
export const readInvitation = endpoint({
  method: 'GET',
  path: '/invitations/:token',
  scope: 'global',
  permission: 'public',
  summary: 'What a person is invited to.',
  params: z.object({ token: z.string().max(80) }),
  reply: z.object({
    tenant: z.object({ slug: z.string(), name: z.string() }),
    email: z.string(),
    name: z.string().nullable(),
    role: RoleName,
    has_account: z.boolean(),
  }),
  errors: ['platform.invitation_expired'],
  transaction: false,
})
export const acceptInvitation = endpoint({
  method: 'POST',
  path: '/invitations/:token/acceptance',
  scope: 'global',
  permission: 'public',
  summary: 'Joins the organisation, creating the account when the e-mail has none, and signs in.',
  params: z.object({ token: z.string().max(80) }),
  body: z.object({ name: z.string().trim().min(1).max(120).optional(), password: Password }),
  reply: z.object({ tenant_slug: z.string() }),
  status: 201,
  errors: ['platform.invitation_expired', 'platform.wrong_credentials', 'platform.password_too_common'],
  rate_limit: 20,
  transaction: false,
})

export const Member = z.object({
  id: z.uuid(),
  user_id: z.uuid(),
  name: z.string(),
  email: z.string(),
  role: RoleName,
  site_ids: z.array(z.uuid()).nullable(),
  status: z.enum(['active', 'suspended']),
})
export const listMembers = endpoint({
  method: 'GET',
  path: '/members',
  permission: 'platform.member.write',
  summary: 'People of the organisation and their roles.',
  reply: z.object({ items: z.array(Member) }),
})
export const changeMember = endpoint({
  method: 'PATCH',
  path: '/members/:member_id',
  permission: 'platform.member.write',
  summary: "Changes a person's role, sites or status; open pages lose what they may no longer see.",
  params: z.object({ member_id: z.uuid() }),
  body: z.object({
    role: RoleName.optional(),
    site_ids: z.array(z.uuid()).max(200).nullable().optional(),
    status: z.enum(['active', 'suspended']).optional(),
  }),
  reply: Member,
  errors: ['platform.role_above_yours', 'platform.last_owner'],
})
export const listRoles = endpoint({
  method: 'GET',
  path: '/roles',
  permission: 'member',
  summary: 'Roles and the permissions each holds.',
  transaction: false,
  reply: z.object({ items: z.array(z.object({ role: RoleName, permissions: z.array(z.string()) })) }),
})

/** A kiosk, a hall display, or the screen of one counter (`settings.counter_id`). */
const DeviceSettings = z.record(
  z.string().max(40),
  z.union([z.string().max(200), z.number(), z.boolean(), z.null()]),
)
const DeviceKind = z.enum(['kiosk', 'display', 'counter'])

export const Device = z.object({
  id: z.uuid(),
  site_id: z.uuid(),
  kind: DeviceKind,
  name: z.string(),
  settings: z.record(z.string(), z.unknown()),
  created_at: z.string(),
  last_seen_at: z.string().nullable(),
  revoked_at: z.string().nullable(),
})
export const requestPairing = endpoint({
  method: 'POST',
  path: '/device-pairings',
  scope: 'global',
  permission: 'public',
  summary: 'A new kiosk or display asks for a code to show; it expires in ten minutes.',
  reply: z.object({ code: z.string(), secret: z.string(), expires_at: z.string() }),
  status: 201,
  rate_limit: 20,
  transaction: false,
})
export const claimPairing = endpoint({
  method: 'POST',
  path: '/device-pairings/:code/claim',
  scope: 'global',
  permission: 'public',
  summary: 'The device asks whether its code was entered; once it was, the answer sets its cookie.',
  params: z.object({ code: z.string().max(12) }),
  body: z.object({ secret: z.string().max(64) }),
  reply: z.object({ paired: z.boolean(), kind: DeviceKind.nullable() }),
  errors: ['platform.pairing_unknown'],
  rate_limit: 120,
  transaction: false,
})
export const pairDevice = endpoint({
  method: 'POST',
  path: '/devices',
  permission: 'platform.device.write',
  summary: 'Adopts the device that shows this code.',
  body: z.object({
    code: z.string().trim().toUpperCase().max(12),
    site_id: z.uuid(),
    kind: DeviceKind,
    name: z.string().trim().min(1).max(80),
    /** What it shows from the start: the counter it stands at. */
    settings: DeviceSettings.optional(),
  }),
  reply: Device,
  status: 201,
  errors: ['platform.pairing_unknown'],
})
export const listDevices = endpoint({
  method: 'GET',
  path: '/devices',
  permission: 'platform.device.write',
  summary: 'Paired kiosks and displays.',
  reply: z.object({ items: z.array(Device) }),
})
export const changeDevice = endpoint({
  method: 'PATCH',
  path: '/devices/:device_id',
  permission: 'platform.device.write',
  summary: 'Renames a device or changes what it shows.',
  params: z.object({ device_id: z.uuid() }),
  body: z.object({
    name: z.string().trim().min(1).max(80).optional(),
    settings: DeviceSettings.optional(),
  }),
  reply: Device,
})
export const revokeDevice = endpoint({
  method: 'DELETE',
  path: '/devices/:device_id',
  permission: 'platform.device.write',
  summary: 'The device loses its access at once.',
  params: z.object({ device_id: z.uuid() }),
  reply: z.object({ revoked: z.boolean() }),
})
export const readThisDevice = endpoint({
  method: 'GET',
  path: '/device',
  scope: 'global',
  permission: 'device',
  summary: 'What the paired device is, and for which organisation and site.',
  reply: z.object({
    device: Device,
    tenant: z.object({
      slug: z.string(),
      name: z.string(),
      accent: Accent.nullable(),
      locale: z.enum(['fr', 'en']),
      time_zone: z.string(),
      country: z.string(),
    }),
  }),
  transaction: false,
})
