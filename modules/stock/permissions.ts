import type { RoleName } from '@guichet/platform/auth-contract'

export const permissions: Record<string, readonly RoleName[]> = {}
