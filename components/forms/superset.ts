/** Attributes of ours that clients of OpenStack have no word for. */
export const ownAttributes: readonly string[] = [
  'compression',
  'compression_algorithms',
  'compression_types',
  'cache_paths',
  'cache_ttl',
  'cache_size',
  'cache_max_object_size',
  'error_pages',
  'maintenance',
  'maintenance_page',
  'maintenance_retry_after',
  'maintenance_allowed_cidrs',
]
