drop table documents.client_folder, documents.limits, documents.word, documents.page, documents.chunk, documents.document;
drop function documents.likeness(text, text);
drop text search configuration documents.french;
-- Only where they were installed for this room: elsewhere somebody else may lean on them.
do $$
declare extension text;
begin
  for extension in
    select e.extname from pg_extension e join pg_namespace n on n.oid = e.extnamespace
    where e.extname in ('unaccent', 'pg_trgm') and n.nspname = 'documents' loop
    execute format('drop extension %I', extension);
  end loop;
end $$;
drop schema documents;
