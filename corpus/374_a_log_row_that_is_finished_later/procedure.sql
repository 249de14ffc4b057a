CREATE PROCEDURE mgmt.RunLoad (@RunId int)
AS
BEGIN TRY
    DECLARE @LogId int;

    INSERT INTO mgmt.LoadLog (RunId, ProcedureName, Done)
    SELECT @RunId, 'RunLoad', 0;

    SELECT @LogId = MAX(LogId) FROM mgmt.LoadLog WHERE ProcedureName = 'RunLoad' AND RunId = @RunId;

    UPDATE mgmt.LoadLog SET Done = 1 WHERE LogId = @LogId AND RunId = @RunId;
END TRY
BEGIN CATCH
    THROW;
END CATCH
