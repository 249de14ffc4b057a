DECLARE @a int = 1; SET @a = @a + @a; SET @a = @a + @a; IF @a > 2 SET @a = @a * @a ELSE SET @a -= @a; UPDATE t SET x = x + @a; UPDATE t SET x = x + @a WHERE x > @a; INSERT t SELECT x FROM t;
