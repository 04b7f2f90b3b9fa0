import { shellWord } from '../forms/shell.ts'

/** What the files for OpenStack clients are filled with. */
export type ClientAccess = {
  /** `https://lb.example`: where the console is. */
  readonly origin: string
  readonly user: string
  readonly project: string
  /** Signs in without a password; null asks the person for theirs. */
  readonly credential: { readonly id: string; readonly secret: string } | null
}

/** `clouds.yaml`, with one cloud called fulcrum. Without a credential the client asks for the password. */
export function cloudsYaml({ origin, user, project, credential }: ClientAccess): string {
  const auth: Record<string, string> = credential
    ? { application_credential_id: credential.id, application_credential_secret: credential.secret }
    : { username: user, user_domain_id: 'default', project_name: project, project_domain_id: 'default' }
  const lines = Object.entries({ auth_url: authUrl(origin), ...auth }).map(
    ([name, value]) => `      ${name}: ${yamlText(value)}`,
  )
  return [
    '# ~/.config/openstack/clouds.yaml, or beside where you work. Then: openstack --os-cloud fulcrum loadbalancer list',
    'clouds:',
    '  fulcrum:',
    ...(credential ? ['    auth_type: v3applicationcredential'] : []),
    '    auth:',
    ...lines,
    '    region_name: RegionOne',
    '    identity_api_version: 3',
    '',
  ].join('\n')
}

/** A script that a shell reads with `source`. Without a credential it asks for the password. */
export function openrc({ origin, user, project, credential }: ClientAccess): string {
  const variables: Record<string, string> = credential
    ? {
        OS_AUTH_TYPE: 'v3applicationcredential',
        OS_APPLICATION_CREDENTIAL_ID: credential.id,
        OS_APPLICATION_CREDENTIAL_SECRET: credential.secret,
      }
    : {
        OS_USERNAME: user,
        OS_USER_DOMAIN_ID: 'default',
        OS_PROJECT_NAME: project,
        OS_PROJECT_DOMAIN_ID: 'default',
      }
  // What another file has left in the shell would be mixed with this.
  const stale = credential
    ? 'unset OS_USERNAME OS_PASSWORD OS_PROJECT_ID OS_PROJECT_NAME OS_USER_DOMAIN_ID OS_PROJECT_DOMAIN_ID'
    : 'unset OS_AUTH_TYPE OS_APPLICATION_CREDENTIAL_ID OS_APPLICATION_CREDENTIAL_SECRET OS_PROJECT_ID'
  return [
    '# source this file, then: openstack loadbalancer list',
    stale,
    `export OS_AUTH_URL=${shellWord(authUrl(origin))}`,
    'export OS_IDENTITY_API_VERSION=3',
    'export OS_REGION_NAME=RegionOne',
    ...Object.entries(variables).map(([name, value]) => `export ${name}=${shellWord(value)}`),
    ...(credential
      ? []
      : ['printf \'Password of %s: \' "$OS_USERNAME"', 'read -rs OS_PASSWORD && export OS_PASSWORD && echo']),
    '',
  ].join('\n')
}

function authUrl(origin: string): string {
  return `${origin}/identity/v3`
}

/** JSON's strings are YAML's double-quoted ones. */
function yamlText(text: string): string {
  return JSON.stringify(text)
}
