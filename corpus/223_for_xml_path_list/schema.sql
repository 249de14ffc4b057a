CREATE TABLE dbo.Doc (DocNo int NOT NULL, Title varchar(20) NULL)
GO
CREATE TABLE dbo.Tag (DocNo int NOT NULL, Tag varchar(10) NULL)
GO
CREATE TABLE dbo.TagList (DocNo int NOT NULL, Raw_ varchar(100) NULL, Clean varchar(100) NULL, Agg varchar(100) NULL)
