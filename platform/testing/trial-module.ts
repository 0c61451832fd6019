import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Module } from '../module.ts'

/** A room that exists in one test file only, with what that file wants to prove. */
export function trialModule(parts: Partial<Module> & { sql?: { up: string; down: string } } = {}): Module {
  const { sql, ...rest } = parts
  const folder = mkdtempSync(join(tmpdir(), 'guichet-trial-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  if (sql) {
    writeFileSync(join(folder, '0001_trial.sql'), sql.up)
    writeFileSync(join(folder, '0001_trial.down.sql'), sql.down)
  }
  return {
    name: 'trial',
    permissions: {},
    events: [],
    routes: [],
    pages: [],
    subscribers: [],
    schedules: [],
    migrations: pathToFileURL(`${folder}/`),
    locales: { fr: {}, en: {} },
    ...rest,
  }
}
