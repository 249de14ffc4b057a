// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/dialect.h"

namespace t2d::test {

/// A dialect that spells just enough for the tests of everything around expressions.
class PlainDialect : public backend::Dialect {
public:
    [[nodiscard]] std::string_view name() const override { return "plain"; }
    [[nodiscard]] std::string type_name(const SqlType& type) const override;
    [[nodiscard]] bool same_type(const SqlType& a, const SqlType& b) const override {
        return type_name(a) == type_name(b);
    }
    [[nodiscard]] std::string identifier(std::string_view name) const override;
    [[nodiscard]] backend::Printed expression(const ir::Scalar& scalar, const backend::Surroundings& around,
                                              int indent) const override;
    [[nodiscard]] backend::Printed value_of_type(const ir::Scalar& scalar, const SqlType& type,
                                                 const backend::Surroundings& around, int indent) const override;
    [[nodiscard]] backend::Printed condition(const ir::Scalar& scalar, const backend::Surroundings& around,
                                             int indent) const override;
    [[nodiscard]] backend::ProjectSupport project_support() const override { return {"      type: plain\n", {}, {}}; }
    [[nodiscard]] std::string collated(std::string_view column, bool trim, backend::StringRule) const override;
};

} // namespace t2d::test
