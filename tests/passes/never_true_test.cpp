// SPDX-License-Identifier: Apache-2.0
// Conditions that no row holds, whatever its values are.
#include <catch2/catch.hpp>

#include "passes/never_true.h"

#include "passes/builder.h"

using namespace t2d;
using namespace t2d::ir;
using namespace t2d::passes;

namespace {

const SqlType kBit = simple_type(TypeKind::bit);

struct Lab {
    Arena arena;
    Builder build{arena};
    ScalarRef nullable = build.column(1, 0, {"v", simple_type(TypeKind::int_), true});
    ScalarRef filled = build.column(1, 1, {"k", simple_type(TypeKind::int_), false});

    [[nodiscard]] ScalarRef compare(CompareOp op, ScalarRef left, ScalarRef right) { return arena.make(Scalar{Compare{op, left, right}, kBit, true, {}}); }
    [[nodiscard]] ScalarRef no(ScalarRef condition) { return arena.make(Scalar{Not{condition}, kBit, true, {}}); }
    [[nodiscard]] ScalarRef among(ScalarRef operand, std::vector<ScalarRef> items, bool negated) { return arena.make(Scalar{InList{operand, std::move(items), negated}, kBit, true, {}}); }
};

} // namespace

TEST_CASE("constants decide comparisons") {
    Lab lab;
    const ScalarRef one = lab.build.integer(1), two = lab.build.integer(2);
    CHECK(is_never_true(lab.compare(CompareOp::equal, one, two)));
    CHECK(is_never_true(lab.compare(CompareOp::greater, one, two)));
    CHECK(is_never_true(lab.compare(CompareOp::less, one, one)));
    CHECK_FALSE(is_never_true(lab.compare(CompareOp::less_equal, one, one)));
    CHECK_FALSE(is_never_true(lab.compare(CompareOp::not_equal, one, two)));
    CHECK_FALSE(is_never_true(lab.compare(CompareOp::equal, lab.nullable, two)));
    CHECK(is_never_true(lab.compare(CompareOp::not_equal, one, lab.build.null(one->type)))); // UNKNOWN
}

TEST_CASE("texts differ only where every collation tells them apart") {
    Lab lab;
    const auto equal = [&](const char* a, const char* b) { return lab.compare(CompareOp::equal, lab.build.text(a), lab.build.text(b)); };
    CHECK(is_never_true(equal("done", "new")));
    CHECK_FALSE(is_never_true(equal("NEW", "new")));
    CHECK_FALSE(is_never_true(equal("new ", "new")));
    CHECK_FALSE(is_never_true(lab.compare(CompareOp::less, lab.build.text("done"), lab.build.text("new"))));
}

TEST_CASE("NULL tests go by what can be NULL") {
    Lab lab;
    CHECK(is_never_true(lab.build.is_null(lab.filled)));
    CHECK_FALSE(is_never_true(lab.build.is_null(lab.nullable)));
    CHECK(is_never_true(lab.build.is_null(lab.build.null(lab.filled->type), true)));
}

TEST_CASE("conditions are never true by one part of an AND, all of an OR, and NOT of what always holds") {
    Lab lab;
    const ScalarRef open = lab.compare(CompareOp::equal, lab.nullable, lab.build.integer(3));
    const ScalarRef never = lab.build.is_null(lab.filled);
    CHECK(is_never_true(lab.build.conjunction(open, never)));
    CHECK_FALSE(is_never_true(lab.build.disjunction(open, never)));
    CHECK(is_never_true(lab.build.disjunction(never, never)));
    CHECK(is_never_true(lab.no(lab.compare(CompareOp::equal, lab.build.integer(1), lab.build.integer(1)))));
    CHECK_FALSE(is_never_true(lab.no(open)));
    CHECK_FALSE(is_never_true(lab.no(lab.compare(CompareOp::equal, lab.build.integer(1), lab.build.null(lab.filled->type))))); // shown to be UNKNOWN is not shown to hold
}

TEST_CASE("a list holds no other constant") {
    Lab lab;
    const ScalarRef one = lab.build.integer(1), two = lab.build.integer(2);
    CHECK(is_never_true(lab.among(one, {two, lab.build.integer(3)}, false)));
    CHECK_FALSE(is_never_true(lab.among(one, {two, lab.nullable}, false)));
    CHECK(is_never_true(lab.among(one, {one, lab.nullable}, true)));
    CHECK_FALSE(is_never_true(lab.among(one, {two}, true)));
}
