CREATE PROCEDURE dbo.PutCut @t varchar(3), @n decimal(6,1)
AS
    INSERT INTO dbo.AssignOut (What, Txt, Num) VALUES ('cut', @t, @n);
GO
CREATE PROCEDURE dbo.AssignTraps
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @v varchar(20) = 'start', @w varchar(20) = 'start', @n decimal(6,2) = 1.005, @short char(4);

    DELETE FROM dbo.AssignOut;

    SELECT @v = V FROM dbo.Kv WHERE K = 'none';
    SET @w = (SELECT V FROM dbo.Kv WHERE K = 'none');
    INSERT INTO dbo.AssignOut VALUES ('no row', ISNULL(@v, '?') + '/' + ISNULL(@w, '?'), @n);

    SELECT @v = V, @n = N FROM dbo.Kv ORDER BY Ord;
    INSERT INTO dbo.AssignOut VALUES ('last', @v, @n);

    SELECT TOP (1) @v = V, @n = N FROM dbo.Kv ORDER BY Ord DESC;
    INSERT INTO dbo.AssignOut VALUES ('top', @v, @n);

    SET @short = 'ab';
    INSERT INTO dbo.AssignOut VALUES ('char', @short + '<', LEN(@short));

    SET @short = @v;
    EXEC dbo.PutCut @v, @n;
    INSERT INTO dbo.AssignOut VALUES ('short', '[' + @short + ']', DATALENGTH(@short));

    SELECT @v = 'x', @w = @v + 'y' ;
    INSERT INTO dbo.AssignOut VALUES ('order', @w, NULL);
END
GO
