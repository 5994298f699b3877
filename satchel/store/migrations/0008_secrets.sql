-- Secrets that have to be read again, since requests are signed with them: sealed with the server's key.
-- The digests of before were of no use to anybody; an app gets another secret when it is first asked for.
ALTER TABLE apps ADD COLUMN sealed_secret {bytes};
ALTER TABLE apps DROP COLUMN consumer_secret;
ALTER TABLE tokens ADD COLUMN sealed_secret {bytes};
