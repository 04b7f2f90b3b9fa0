import { type Role, roles } from 'model/access/roles'

/** The roles to choose from, each with what it gives. */
export const roleOptions = (Object.keys(roles) as Role[]).map((value) => ({
  value,
  label: roles[value].label,
  help: roles[value].help,
}))
