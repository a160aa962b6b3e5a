window.showcaseWindow={"build": "b7ca1639f784", "slides": ["cover", "brand/1252", "member/zhang", "team/班组", "volunteer/deng", "honours"]};
