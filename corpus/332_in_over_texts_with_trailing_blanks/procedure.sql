CREATE PROCEDURE dw.SyncMember AS
BEGIN
    INSERT INTO dw.Member (No, Town, State)
    SELECT s.No, s.Town, 'new' FROM stg.Member s
    WHERE s.No NOT IN (SELECT No FROM dw.Member);

    UPDATE dw.Member SET State = 'gone' WHERE No NOT IN (SELECT No FROM stg.Member);

    UPDATE dw.Member SET State = 'there' WHERE State = 'gone' AND No IN (SELECT m.No FROM stg.Member m WHERE m.Town IS NOT NULL);
END
