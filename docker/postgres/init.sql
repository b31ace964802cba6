-- Run once, by the official image, when its data folder is empty. The tables come with the first start of an app.
create schema if not exists ecommerce;

-- So that `select * from users` works in psql and for change data capture without naming the schema.
do $$
begin
  execute format('alter database %I set search_path to ecommerce, public', current_database());
end
$$;

create publication cdc_publication for tables in schema ecommerce;
