CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    DECLARE @code varchar(8), @name nvarchar(20);
    DECLARE c CURSOR LOCAL STATIC FOR SELECT Code, Name FROM dbo.MemberIn;
    OPEN c;
    FETCH NEXT FROM c INTO @code, @name;
    WHILE @@FETCH_STATUS = 0
    BEGIN
        IF NOT EXISTS (SELECT * FROM dbo.Member WHERE Code = @code)
            INSERT INTO dbo.Member (Code, Name) VALUES (@code, @name);
        FETCH NEXT FROM c INTO @code, @name;
    END;
    CLOSE c;
    DEALLOCATE c;
END
GO
