-- The seals of the ledger: one row an entry, chained in the order of the entries' numbers. They are written a moment
-- after the entries, by whichever copy of the program gets there first, so that no registration waits for another.
CREATE TABLE ledger_seal (
    position BIGINT PRIMARY KEY,
    entry_id BIGINT NOT NULL,
    -- SHA-256, in hex, of the hash before, a line feed, and the entry in its canonical form.
    hash     TEXT NOT NULL
);
CREATE UNIQUE INDEX ledger_seal_entry_id_key ON ledger_seal (entry_id);

CREATE FUNCTION ledger_seal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ledger_seal is append only';
END $$;
CREATE TRIGGER ledger_seal_append_only BEFORE UPDATE OR DELETE ON ledger_seal
    FOR EACH ROW EXECUTE FUNCTION ledger_seal_is_append_only();
CREATE TRIGGER ledger_seal_never_emptied BEFORE TRUNCATE ON ledger_seal
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_seal_is_append_only();
