CREATE PROCEDURE dbo.CountRun
AS
BEGIN
    SET NOCOUNT ON;
    UPDATE dbo.RunCounter SET Runs = Runs + 1, Total = Total * 2 WHERE Id = 1;
    IF @@ROWCOUNT = 0
        INSERT INTO dbo.RunCounter (Id, Total) VALUES (1, 10);

    DELETE FROM dbo.Shift;
    INSERT INTO dbo.Shift (No, Size, Late) VALUES (1, 100, 1), (2, 200, 0);
    INSERT INTO dbo.Shift (No, Kind) SELECT CASE WHEN Runs > 1 THEN 3 ELSE 4 END, 7 FROM dbo.RunCounter;
END
GO
