// Enrolment by a one-time code: both ends' halves of it.
#include "hub/core/enrolment.hpp"

#include "unit/hub_core/hq_world.hpp"

namespace counterfoil::hub {
namespace {

class HmacMac final : public Mac {
public:
    Digest hmac_sha256(ByteView key, ByteView message) const override { return platform::hmac_sha256(key, message); }
};

class Enrolment : public HqWorld {
protected:
    protocol::EnrolCode make(const std::string& device = "") {
        const auto text =
            in_tx([&](HubTx& tx) { return make_enrol_code(tx, StoreId{"S9"}, DeviceId{device}, now, random); });
        EXPECT_TRUE(text.has_value()) << describe(text.error());
        return *protocol::parse_enrol_code(*text);
    }
    protocol::EnrolRequest request(const protocol::EnrolCode& code, std::uint8_t key) {
        protocol::EnrolRequest out;
        out.code_id = code.code_id;
        out.device_name = "前台 1";
        out.signing_key = PublicKey{key, 1};
        out.curve_key = PublicKey{key, 2};
        out.nonce = "nonce1";
        out.mac = mac.hmac_sha256(code.secret, as_bytes(protocol::request_transcript(out)));
        return out;
    }
    Outcome<protocol::EnrolAnswer> use(const protocol::EnrolRequest& wish) {
        const auto out = in_tx([&](HubTx& tx) { return hub::enrol(tx, wish, identity, mac, random, now); });
        EXPECT_TRUE(out.has_value()) << describe(out.error());
        return *out;
    }
    std::string refusal(const protocol::EnrolRequest& wish) {
        const auto out = use(wish);
        const auto* no = std::get_if<Refusal>(&out);
        return no == nullptr ? "" : no->code;
    }
    protocol::EnrolAnswer answer(const protocol::EnrolRequest& wish) {
        const auto out = use(wish);
        EXPECT_TRUE(std::holds_alternative<protocol::EnrolAnswer>(out));
        return std::get<protocol::EnrolAnswer>(out);
    }
    HmacMac mac;
    HubIdentity identity{HubEpoch{1}, PublicKey{7}, PublicKey{8}, "tcp://hq:9001", "tcp://hq:9002"};
};

TEST_F(Enrolment, ACodeGivesADiskItsNumberAndBothEndsTheirKeys) {
    const protocol::EnrolCode code = make();
    const protocol::EnrolRequest wish = request(code, 3);
    const protocol::EnrolAnswer given = answer(wish);
    EXPECT_EQ(given.store_id, StoreId{"S9"});
    EXPECT_EQ(given.epoch, DeviceEpoch{1});
    EXPECT_EQ(given.hq_signing_key, PublicKey{7});
    EXPECT_EQ(given.ops_endpoint, "tcp://hq:9001");
    EXPECT_EQ(given.mac, mac.hmac_sha256(code.secret, as_bytes(protocol::answer_transcript(wish, given))));
    const auto row = **store->view().devices().find({given.device_id, given.epoch});
    EXPECT_EQ(row.signing_key, wish.signing_key);
    EXPECT_EQ(row.name, "前台 1");
    EXPECT_EQ(*store->view().devices().by_curve_key(wish.curve_key), (domain::Holder{given.device_id, given.epoch}));
    EXPECT_TRUE(send({given.device_id, given.epoch}, protocol::FeedRequest{}).has_value());
}

TEST_F(Enrolment, TheVerySameRequestGetsTheSameAnswer) {
    const protocol::EnrolRequest wish = request(make(), 3);
    const protocol::EnrolAnswer first = answer(wish);
    now = now + Millis{2 * kEnrolCodeLife.value};
    EXPECT_EQ(answer(wish), first);
}

TEST_F(Enrolment, AUsedCodeIsRefused) {
    const protocol::EnrolCode code = make();
    static_cast<void>(answer(request(code, 3)));
    EXPECT_EQ(refusal(request(code, 4)), "enrol_code_used");
}

TEST_F(Enrolment, AnUnknownCodeAndAWrongSecretAreRefusedAlike) {
    protocol::EnrolCode code = make();
    code.secret[0] = code.secret[0] == 'A' ? 'B' : 'A';
    EXPECT_EQ(refusal(request(code, 3)), "enrol_code_unknown");
    code.code_id = "ZZZZZZ";
    EXPECT_EQ(refusal(request(code, 3)), "enrol_code_unknown");
}

TEST_F(Enrolment, AChangedRequestIsRefused) {
    protocol::EnrolRequest wish = request(make(), 3);
    wish.signing_key[5] ^= 1;
    EXPECT_EQ(refusal(wish), "enrol_code_unknown");
}

TEST_F(Enrolment, AnOldCodeIsRefused) {
    const protocol::EnrolCode code = make();
    now = now + kEnrolCodeLife;
    EXPECT_EQ(refusal(request(code, 3)), "enrol_code_expired");
}

TEST_F(Enrolment, AfterTenWrongTriesACodeIsGone) {
    const protocol::EnrolCode code = make();
    protocol::EnrolCode wrong = code;
    wrong.secret[0] = wrong.secret[0] == 'A' ? 'B' : 'A';
    for (int i = 0; i < kEnrolAttemptsMax; ++i)
        EXPECT_EQ(refusal(request(wrong, 3)), "enrol_code_unknown");
    EXPECT_EQ(refusal(request(code, 3)), "enrol_code_unknown");
}

TEST_F(Enrolment, ANewDiskOfADeviceOrphansTheOldOnes) {
    add_coupon("C1", kMember);
    const domain::Hold held = hold(a, 1, {{kCouponRight, 1, 1}});
    const protocol::EnrolAnswer given = answer(request(make("DA"), 3));
    EXPECT_EQ(given.device_id, DeviceId{"DA"});
    EXPECT_EQ(given.epoch, DeviceEpoch{2});
    EXPECT_EQ(state_of(a), DeviceState::replaced);
    EXPECT_EQ(hold_state(held.hold_id), HoldState::orphaned);
    const auto out = *send(a.holder, protocol::Hello{a.holder, a.head, HubEpoch{1}, "", "n1"});
    EXPECT_EQ(sent<protocol::Welcome>(out, a.holder).front().mode, protocol::WelcomeMode::upload_only);
    a.write(release(held, kCouponRight), now);
    EXPECT_EQ(verdicts(upload(a), a.holder), std::vector<std::string>{"accepted"}) << "an old disk may still upload";
    EXPECT_EQ(right(kCouponRight).free, 1);
}

TEST_F(Enrolment, AKeyThatIsAnotherDisksIsRefused) {
    static_cast<void>(answer(request(make(), 3)));
    EXPECT_EQ(refusal(request(make(), 3)), "enrol_key_known");
}

TEST_F(Enrolment, CodesForUnknownDevicesAndBadStoresAreNotMade) {
    const auto unknown = in_tx([&](HubTx& tx) { return make_enrol_code(tx, StoreId{"S1"}, DeviceId{"NO"}, now, random); });
    EXPECT_EQ(unknown.error().code, ErrorCode::not_found);
    const auto bad = in_tx([&](HubTx& tx) { return make_enrol_code(tx, StoreId{"S 1"}, {}, now, random); });
    EXPECT_EQ(bad.error().code, ErrorCode::invalid_input);
}

TEST(EnrolMessages, ACodeIsReadAsItWasPrinted) {
    SeededRandom random(1);
    const protocol::EnrolCode code = protocol::make_enrol_code(random);
    const std::string text = protocol::to_text(code);
    EXPECT_EQ(text.size(), 30U);
    EXPECT_EQ(*protocol::parse_enrol_code(text), code);
    std::string sloppy;
    for (const char c : text)
        sloppy += c == '-' ? ' ' : static_cast<char>(std::tolower(c));
    EXPECT_EQ(*protocol::parse_enrol_code(sloppy), code);
    for (const char* bad : {"", "ABCDEF", "ABCDEF-GHIJK-LMNOP-QRSTU-VWXY1", "ABCDEF-GHIJK-LMNOP-QRSTU-VWXYZ-A"})
        EXPECT_EQ(protocol::parse_enrol_code(bad).error().code, ErrorCode::invalid_input) << bad;
}

TEST(EnrolMessages, RequestAndAnswerGoThroughJson) {
    protocol::EnrolRequest request;
    request.code_id = "ABCDEF";
    request.device_name = "till \"1\"";
    request.nonce = "n1";
    EXPECT_EQ(*protocol::read_enrol_request(protocol::to_json_text(request)), request);
    protocol::EnrolAnswer answer;
    answer.device_id = DeviceId{"D-1"};
    answer.epoch = DeviceEpoch{1};
    answer.store_id = StoreId{"S1"};
    answer.hub_epoch = HubEpoch{3};
    answer.ops_endpoint = "tcp://a:1";
    answer.feed_endpoint = "tcp://a:2";
    EXPECT_EQ(*protocol::read_enrol_answer(protocol::to_json_text(answer)), answer);
}

TEST(EnrolMessages, BadJsonNamesTheField) {
    protocol::EnrolRequest request;
    request.code_id = "ABCDEF";
    request.device_name = "till";
    request.nonce = "n1";
    const std::string good = protocol::to_json_text(request);
    const auto what = [&](const std::string& from, const std::string& to) {
        std::string text = good;
        text.replace(text.find(from), from.size(), to);
        const auto read = protocol::read_enrol_request(text);
        return read ? std::string("read") : read.error().what;
    };
    EXPECT_TRUE(what("\"ABCDEF\"", "\"abcdef\"").starts_with("/code_id: "));
    EXPECT_TRUE(what("\"till\"", "\"ti\\nll\"").starts_with("/device_name: "));
    EXPECT_TRUE(what("\"till\"", "5").starts_with("/device_name: "));
    EXPECT_TRUE(what("\"nonce\":\"n1\"", "\"nonce\":\"\"").starts_with("/nonce: "));
    EXPECT_TRUE(what("\"signing_key\":\"00", "\"signing_key\":\"0g").starts_with("/signing_key: "));
    EXPECT_TRUE(what("\"nonce\":\"n1\"", "\"nonce\":\"n1\",\"more\":1").starts_with(": unknown fields"));
    EXPECT_FALSE(protocol::read_enrol_request("[]").has_value());
    EXPECT_FALSE(protocol::read_enrol_request(std::string(5000, ' ')).has_value());
}

}  // namespace
}  // namespace counterfoil::hub
