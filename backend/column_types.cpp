// SPDX-License-Identifier: Apache-2.0
#include "backend/column_types.h"

namespace t2d::backend {

namespace {

enum class TypeClass { other, bit, integer, decimal, approximate, text, temporal, binary, guid };

TypeClass class_of(const SqlType& type) {
    if (type.kind == TypeKind::bit) return TypeClass::bit;
    if (type.is_integer()) return TypeClass::integer;
    if (type.is_approximate()) return TypeClass::approximate;
    if (type.is_number()) return TypeClass::decimal;
    if (type.is_string()) return TypeClass::text;
    if (type.is_temporal()) return TypeClass::temporal;
    if (type.is_binary()) return TypeClass::binary;
    return type.kind == TypeKind::uniqueidentifier ? TypeClass::guid : TypeClass::other;
}

int scale_of(const SqlType& type) { return type.is_money() ? 4 : type.scale; }

bool is_null(const ir::Scalar& scalar) {
    const auto* constant = std::get_if<ir::Constant>(&scalar.node);
    return constant != nullptr && constant->is_null;
}

} // namespace

bool changes_later_results(const Dialect& dialect, const ir::Scalar& scalar, const SqlType& given,
                           const SqlType& meant) {
    const TypeClass wanted = class_of(meant);
    if (wanted == TypeClass::other) return false;
    if (is_null(scalar) || given.kind == TypeKind::null) return true;
    if (!given.known()) return false;
    if (class_of(given) != wanted) return true;
    if (wanted == TypeClass::integer) return std::holds_alternative<ir::Constant>(scalar.node) && given.kind > meant.kind;
    if (wanted == TypeClass::decimal) return scale_of(given) != scale_of(meant);
    return wanted == TypeClass::temporal && !dialect.same_type(given, meant);
}

} // namespace t2d::backend
