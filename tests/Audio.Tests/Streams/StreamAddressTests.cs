using RealtimeEmotion.Audio.Streams;
using RealtimeEmotion.Engine;
using Xunit;

namespace RealtimeEmotion.Audio.Tests.Streams;

public sealed class StreamAddressTests
{
    [Theory]
    [InlineData("-", StreamKind.StandardInput, "stdin", "-")]
    [InlineData("take=-", StreamKind.StandardInput, "take", "-")]
    [InlineData("device", StreamKind.Device, "device", "")]
    [InlineData("device:hw:1,0", StreamKind.Device, "hw:1,0", "hw:1,0")]
    [InlineData("desk mic=device:USB mic", StreamKind.Device, "desk mic", "USB mic")]
    [InlineData("music/set.flac", StreamKind.File, "set.flac", "music/set.flac")]
    [InlineData(@"C:\music\set.flac", StreamKind.File, null, @"C:\music\set.flac")]
    [InlineData("main=music/set.flac", StreamKind.File, "main", "music/set.flac")]
    [InlineData("http://radio.example:8000/live.mp3?a=b", StreamKind.Url, "radio.example:8000/live.mp3", "http://radio.example:8000/live.mp3?a=b")]
    [InlineData("radio=https://radio.example/?station=x", StreamKind.Url, "radio", "https://radio.example/?station=x")]
    [InlineData("srt://10.0.0.1:9000", StreamKind.Url, "10.0.0.1:9000", "srt://10.0.0.1:9000")]
    public void Reads_what_users_write(string text, StreamKind kind, string? name, string source)
    {
        var address = StreamAddress.Parse(text);
        Assert.Equal(kind, address.Kind);
        Assert.Equal(source, address.Text);
        if (name is not null)
            Assert.Equal(name, address.Name);
    }

    [Fact]
    public void A_file_with_an_equals_sign_in_its_name_is_a_file()
    {
        using var folder = new TemporaryFolder();
        var path = folder["a=b.wav"];
        File.WriteAllBytes(path, [1]);
        var address = StreamAddress.Parse(path);
        Assert.Equal(path, address.Text);
        Assert.Equal("a=b.wav", address.Name);
    }

    [Theory]
    [InlineData("http://user:secret@radio.example/live")]
    [InlineData("rtmp://user:se@cret@radio.example/live")]
    [InlineData("http://radio.example/live?key=secret")]
    public void Passwords_are_in_no_name(string url)
    {
        Assert.Equal("radio.example/live", StreamAddress.Parse(url).Name);
        Assert.Equal(url, StreamAddress.Parse(url).Text);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("concat://a")]
    [InlineData("subfile://a")]
    [InlineData("ftp://user:secret@example.org/a.mp3")]
    public void Only_the_network_is_opened_by_address(string url)
    {
        var exception = Assert.Throws<InputException>(() => StreamAddress.Parse(url));
        Assert.Contains("is no kind of address that can be listened to", exception.Message);
        Assert.DoesNotContain("secret", exception.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("name=")]
    public void Nothing_is_no_source(string text) => Assert.Throws<InputException>(() => StreamAddress.Parse(text));

    [Fact]
    public void Only_what_can_come_back_is_connected_anew()
    {
        Assert.True(StreamAddress.Parse("http://a/b").CanReconnect);
        Assert.True(StreamAddress.Parse("device").CanReconnect);
        Assert.False(StreamAddress.Parse("-").CanReconnect);
        Assert.False(StreamAddress.Parse("a.wav").CanReconnect);
        Assert.False(StreamAddress.ForPushed("page").CanReconnect);
    }
}
