CREATE PROCEDURE dbo.Branches @A int, @B int
AS
    SET NOCOUNT ON
    DECLARE @c int
    SELECT @c = MAX(V) FROM dbo.Setting

    DELETE dbo.Taken

    IF @A = 1
        IF @B = 1
            INSERT dbo.Taken VALUES ('a and b')
    ELSE
        INSERT dbo.Taken VALUES ('nearest else')

    IF @c > 3
        INSERT dbo.Taken VALUES ('c > 3')
        INSERT dbo.Taken VALUES ('always')

    IF NOT (@c > 3) INSERT dbo.Taken VALUES ('not c > 3') ELSE INSERT dbo.Taken VALUES ('else of not')

    IF @c = 1 INSERT dbo.Taken VALUES ('one') ELSE IF @c = 9 INSERT dbo.Taken VALUES ('nine') ELSE IF @c IS NULL OR @c = 4 BEGIN INSERT dbo.Taken VALUES ('null or four') END ELSE INSERT dbo.Taken VALUES ('other')

    IF @A = 1 AND @c IN (4, NULL) INSERT dbo.Taken VALUES ('in list')
    IF @c NOT IN (5, NULL) INSERT dbo.Taken VALUES ('never')
GO
