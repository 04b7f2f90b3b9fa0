'use client'

import { useSyncExternalStore } from 'react'
import { shellWord } from '../forms/shell.ts'
import { CodeBlock } from '../ui/code-block.tsx'

const never = () => () => {}

/** What a stock openstack client has to know; paste it into a shell. */
export function ApiAccess({ user, project }: { readonly user: string; readonly project: string }) {
  const origin = useSyncExternalStore(
    never,
    () => window.location.origin,
    () => '',
  )
  const text = [
    `export OS_AUTH_URL=${shellWord(`${origin}/identity/v3`)}`,
    'export OS_IDENTITY_API_VERSION=3',
    `export OS_USERNAME=${shellWord(user)}`,
    'export OS_USER_DOMAIN_ID=default',
    `export OS_PROJECT_NAME=${shellWord(project)}`,
    'export OS_PROJECT_DOMAIN_ID=default',
    "read -rsp 'Password: ' OS_PASSWORD && export OS_PASSWORD",
    'openstack loadbalancer list',
  ].join('\n')
  return <CodeBlock label="For the openstack client" text={text} />
}
