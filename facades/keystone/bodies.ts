import { z } from 'zod'
import { newCredential } from '@/server/services/application-credentials.ts'
import { newPerson, passwordChange, personPatch } from '@/server/services/people.ts'
import { newProject, projectPatch } from '@/server/services/projects.ts'
import { roleList } from './application-credentials.ts'

// The bodies of Keystone are what the services take, under Keystone's names: for the description of the API.

/** The service knows an e-mail address as `contact`. */
function named<T extends { readonly contact: z.ZodType }>({ contact, ...others }: T) {
  return z.object({ ...others, email: contact })
}

export const bodies = {
  createUser: z.object({ user: named(newPerson.shape) }),
  updateUser: z.object({ user: named(personPatch.shape) }),
  setPassword: z.object({ user: passwordChange }),
  createProject: z.object({ project: newProject }),
  updateProject: z.object({ project: projectPatch }),
  createCredential: z.object({
    application_credential: newCredential.extend({
      roles: roleList.nullable().optional(),
      expires_at: z.string().nullable().optional(),
    }),
  }),
} as const
