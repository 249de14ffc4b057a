CREATE TABLE feed.Delivery (DeliveryId int NOT NULL PRIMARY KEY, Ordered varchar(30) NULL, Shipped varchar(30) NULL, Note varchar(40) NULL);
CREATE TABLE dim.Delivery (
    DeliveryId int NOT NULL PRIMARY KEY,
    OrderedOn date NULL,
    ShippedAt datetime NULL,
    DueOn date NULL,
    NotedOn date NULL,
    CheckedOn date NULL
);
