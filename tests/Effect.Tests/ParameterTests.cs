using CsCheck;
using Xunit;

namespace RealtimeEmotion.Effect.Tests;

public sealed class ParameterTests
{
    public static TheoryData<ParameterId> Every => [.. EffectParameters.All.Select(parameter => parameter.Id)];

    [Fact]
    public void Ids_and_the_order_of_choices_are_those_that_sessions_were_saved_with()
    {
        // A line here is never changed, only added: sessions and automation refer to these numbers.
        string[] expected =
        [
            "100 Position", "101 Gate", "102 Fade-in time", "103 Fade-out time", "104 Fade-in beats", "105 Fade-out beats", "106 Fade-in curve",
            "107 Fade-out curve", "108 Shape", "109 Floor", "110 Bypass", "200 Trigger", "201 Trigger emotion", "202 Threshold", "203 Hold",
            "204 Hysteresis", "205 Action", "300 Genre", "301 Reaction", "302 Intensity", "303 Intensity range", "304 Model", "400 Joy",
            "401 Sadness", "402 Neutral", "403 Anger", "404 Valence", "405 Arousal", "406 Confidence", "407 Gain", "500 Preset",
        ];
        Assert.Equal(expected, EffectParameters.All.Select(parameter => $"{(uint)parameter.Id} {parameter.Name}"));
        Assert.Equal(["Manual", "Gate", "Transport", "Emotion"], EffectParameters.Of(ParameterId.TriggerSource).Choices);
        Assert.Equal(Enum.GetNames<TriggerSource>(), EffectParameters.Of(ParameterId.TriggerSource).Choices);
        Assert.Equal(["Joy", "Sadness", "Neutral", "Anger", .. Enumerable.Range(1, 16).Select(k => $"Class {k}")], EffectParameters.Of(ParameterId.TriggerEmotion).Choices);
        Assert.Equal(["Fade in", "Fade out", "Duck"], EffectParameters.Of(ParameterId.TriggerAction).Choices);
        Assert.Equal(Enum.GetNames<ModelSource>(), EffectParameters.Of(ParameterId.Model).Choices);
        Assert.Equal(["Auto", "Classical", "Rock", "Electronic", "Pop"], EffectParameters.Of(ParameterId.Genre).Choices);
        Assert.Equal(EffectParameters.Beats.Count, EffectParameters.Of(ParameterId.FadeInBeats).Choices.Count);
    }

    [Fact]
    public void There_is_one_bypass_one_program_and_no_output_that_can_be_automated()
    {
        Assert.Single(EffectParameters.All, parameter => parameter.IsBypass);
        Assert.Single(EffectParameters.All, parameter => parameter.IsProgram);
        Assert.DoesNotContain(EffectParameters.All, parameter => parameter.IsReadOnly && parameter.CanAutomate);
        Assert.All(EffectParameters.All, parameter => Assert.InRange(parameter.ShortName.Length, 1, 8));
        Assert.All(EffectParameters.All, parameter => Assert.NotEmpty(parameter.Description));
    }

    [Theory]
    [MemberData(nameof(Every))]
    public void Plain_and_normalised_values_lead_to_each_other(ParameterId id)
    {
        EffectParameter parameter = EffectParameters.Of(id);
        Assert.Equal(parameter.Minimum, parameter.ToPlain(0));
        Assert.Equal(parameter.Maximum, parameter.ToPlain(1));
        Assert.InRange(parameter.Default, parameter.Minimum, parameter.Maximum);
        Gen.Double[0, 1].Sample(normalised =>
        {
            double plain = parameter.ToPlain(normalised);
            Assert.InRange(plain, parameter.Minimum, parameter.Maximum);
            double back = parameter.ToNormalised(plain);
            if (parameter.Kind == ParameterKind.Continuous)
                Assert.Equal(normalised, back, 1e-12);
            else
                Assert.Equal(plain, parameter.ToPlain(back));
        });
    }

    [Theory]
    [MemberData(nameof(Every))]
    public void A_value_survives_its_own_text(ParameterId id)
    {
        EffectParameter parameter = EffectParameters.Of(id);
        Gen.Double[0, 1].Sample(normalised =>
        {
            double plain = parameter.ToPlain(normalised);
            foreach (string text in new[] { parameter.Format(plain), parameter.FormatWithUnits(plain), $"  {parameter.Format(plain).ToUpperInvariant()} " })
            {
                Assert.True(parameter.TryParse(text, out double read), text);
                double tolerance = parameter.Scale == ParameterScale.Logarithmic ? plain * 0.006 : parameter.Kind == ParameterKind.Continuous ? 0.051 : 0;
                Assert.InRange(read, plain - tolerance, plain + tolerance);
            }
        });
    }

    [Theory]
    [InlineData(ParameterId.FadeInTime, "250 ms", 0.25)]
    [InlineData(ParameterId.FadeInTime, "2.5s", 2.5)]
    [InlineData(ParameterId.FadeInTime, "900", 60)]
    [InlineData(ParameterId.Floor, "-inf", -90)]
    [InlineData(ParameterId.Floor, "-inf dB", -90)]
    [InlineData(ParameterId.Floor, "-6.5 dB", -6.5)]
    [InlineData(ParameterId.Gate, "off", 0)]
    [InlineData(ParameterId.FadeInCurve, "hsin", 3)]
    [InlineData(ParameterId.TriggerThreshold, "55 %", 55)]
    public void What_people_type_is_understood(ParameterId id, string text, double expected)
    {
        Assert.True(EffectParameters.Of(id).TryParse(text, out double plain));
        Assert.Equal(expected, plain, 1e-12);
    }

    [Theory]
    [InlineData("")]
    [InlineData("loud")]
    [InlineData("NaN")]
    [InlineData("1 2")]
    public void What_means_nothing_is_refused(string text) => Assert.False(EffectParameters.Of(ParameterId.Floor).TryParse(text, out _));

    [Fact]
    public void What_is_no_number_does_not_get_through()
    {
        foreach (EffectParameter parameter in EffectParameters.All)
        {
            Assert.Equal(parameter.Minimum, parameter.ToPlain(double.NaN));
            Assert.Equal(parameter.Maximum, parameter.ToPlain(double.PositiveInfinity));
            Assert.Equal(parameter.DefaultNormalised, parameter.ToNormalised(double.NaN));
            Assert.Equal(0, parameter.ToNormalised(double.NegativeInfinity));
        }
    }

    [Fact]
    public void Presets_lie_in_their_ranges_and_have_names_of_their_own()
    {
        Assert.Equal(FactoryPresets.All.Count, FactoryPresets.Names.Distinct().Count());
        foreach (FactoryPreset preset in FactoryPresets.All)
        {
            foreach ((ParameterId id, double plain) in preset.Values)
            {
                EffectParameter parameter = EffectParameters.Of(id);
                Assert.InRange(plain, parameter.Minimum, parameter.Maximum);
                Assert.False(double.IsNaN(preset.NormalisedValues()[EffectParameters.IndexOf(id)]), $"{preset.Name} sets {parameter.Name}, which no preset may");
            }
        }
    }
}
