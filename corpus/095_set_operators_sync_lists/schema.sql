CREATE SCHEMA acl
GO
CREATE TABLE acl.HasGrant (UserName varchar(10) NULL, Role_ varchar(10) NULL)
GO
CREATE TABLE acl.ShouldHave (UserName varchar(10) NULL, Role_ varchar(10) NULL)
GO
CREATE TABLE acl.Exempt (UserName varchar(10) NULL, Role_ varchar(10) NULL)
GO
CREATE TABLE acl.GrantDiff (Kind varchar(10) NOT NULL, UserName varchar(10) NULL, Role_ varchar(10) NULL)
GO
CREATE TABLE acl.Wanted (UserName varchar(10) NULL, Role_ varchar(10) NULL, Round_ int NOT NULL)
