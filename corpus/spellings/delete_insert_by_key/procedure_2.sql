CREATE PROCEDURE dbo.usp_Load
AS
BEGIN
    DELETE l
    FROM   dbo.OrderLine AS l
    INNER JOIN dbo.LineIn AS i ON i.OrderNo = l.OrderNo;

    INSERT dbo.OrderLine SELECT * FROM dbo.LineIn;
END
GO
