# Databricks CLI through Lakegate's route "{{route}}", by a profile of its own; others in .databrickscfg are left alone
lakegate configure databricks {{route}}
databricks current-user me --profile lakegate-{{route}}

# or for one command, without a profile
lakegate exec {{route}} -- databricks current-user me
