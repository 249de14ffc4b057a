CREATE PROCEDURE dbo.BuildKeys
AS
BEGIN
    TRUNCATE TABLE dbo.RowKey;

    INSERT INTO dbo.RowKey (A, Joined, Listed, FirstText, Chosen)
    SELECT A,
           CONCAT(1, B, 2, C, 3, D, 4, B, 5, C, 6, D),
           CONCAT_WS('-', A, B, C, D, 'e', 'f', B, C, 'i', 'j', 'k', D),
           COALESCE(B, C, B, C, B, C, B, C, B, C, 'eleven', 'twelve'),
           CHOOSE(D, 'c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8', 'c9', 'c10', 'c11', 'c12')
    FROM   dbo.Wide;
END
GO
