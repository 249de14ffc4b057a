DECLARE @s nvarchar(max) = N'SELECT ' + QUOTENAME('a]b') + N' FROM t'; EXEC sp_executesql @s, N'@p int', @p = 1; EXEC ('EXEC (''SELECT 1'')') AT srv; EXECUTE (@s) AS USER = 'u';
