CREATE TABLE mgmt.LoadLog (
    LogId int IDENTITY(1,1) NOT NULL PRIMARY KEY,
    RunId int NULL,
    ProcedureName varchar(50) NULL,
    Done bit NULL,
    Finished datetime2(3) NULL,
    Outcome AS CASE WHEN Done = 1 THEN 'Success' ELSE 'Pending' END
);
GO
